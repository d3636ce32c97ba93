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
            throw new InputException($"{Count(objects)} at {geometry.Width}x{geometry.Height} "
                + $"are beyond any device ({error.Message.TrimEnd('.')}); give a smaller size or fewer objects.", error);
        }
    }

    /// <summary>Refuses a run for which there is not enough memory.</summary>
    /// <param name="needed">Bytes that it needs.</param>
    /// <param name="available">Bytes that there are.</param>
    /// <param name="geometry">Its sizes.</param>
    /// <param name="objects">Its objects.</param>
    /// <param name="size">The shorter side of frames that was asked for; null for the frames' own.</param>
    /// <exception cref="InputException">There are too few.</exception>
    public static void Require(long needed, long available, FrameGeometry geometry, int objects, int? size)
    {
        if (needed <= available) return;
        throw new InputException($"The run needs {Report.Size(needed)} of memory for {Count(objects)} at "
            + $"{geometry.Width}x{geometry.Height}, but {Report.Size(available)} is available; "
            + $"give a --size below {size ?? Math.Min(geometry.Width, geometry.Height)}, fewer objects, or more memory.");
    }

    static string Count(int objects) => $"{objects} object{(objects == 1 ? "" : "s")}";
}
