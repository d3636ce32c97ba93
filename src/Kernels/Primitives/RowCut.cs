using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>How the rows of an image are cut into items: see <see cref="RowRun"/> and <see cref="RowSlice"/>.</summary>
/// <param name="Items">The number of items, of all objects.</param>
/// <param name="Run">Pixels of an item.</param>
/// <param name="Slice">Channels of an item.</param>
internal readonly record struct RowCut(int Items, int Run, int Slice)
{
    private const int GpuVector = 4;

    /// <summary>An item for each row.</summary>
    public static RowCut Whole(Shape image) => new(image.Objects * image.Height, image.Width, image.Channels);

    /// <summary>An item for each vector of each pixel.</summary>
    public static RowCut Fine(Shape image)
    {
        int slice = image.Channels % GpuVector == 0 ? GpuVector : 1;
        return new(image.Rows * (image.Channels / slice), 1, slice);
    }

    /// <summary>An item for each pixel for a processor, for each vector of it for a GPU.</summary>
    public static RowCut OfPixels(PlanBuilder plan, Shape image) =>
        plan.Device.Schedule == Schedule.Gpu ? Fine(image) : new(image.Rows, 1, image.Channels);

    /// <summary>What suits the plan's device.</summary>
    public static RowCut For(PlanBuilder plan, Shape image) => plan.Device.Schedule == Schedule.Gpu ? Fine(image) : Whole(image);
}
