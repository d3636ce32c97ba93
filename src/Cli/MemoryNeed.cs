using LiVOS.Model;

namespace LiVOS.Cli;

/// <summary>The memory that a session needs, where there can be one of that size at all.</summary>
static class MemoryNeed
{
    /// <summary>Plans a session.</summary>
    /// <exception cref="InputException">Frames so large, or objects so many, that kernels cannot count their numbers.</exception>
    public static MemoryPlan Of(Network network, FrameGeometry geometry, int objects)
    {
        try
        {
            return MemoryPlan.For(network, geometry, objects);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new InputException($"{objects} object{(objects == 1 ? "" : "s")} at {geometry.Width}x{geometry.Height} "
                + $"are beyond any device ({error.Message.TrimEnd('.')}); give a smaller size or fewer objects.", error);
        }
    }
}
