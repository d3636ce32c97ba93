using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>Frames on their way in, and masks on their way out. Rows of pixels are cut into items: whole for processors, into single pixels for
/// GPUs.</summary>
internal static class FrameOps
{
    private const int WidestVector = 16;

    /// <summary>Records the resizing of rows: <see cref="ResizeTaps"/> makes the tables.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pixels">[1, height, sourceWidth, 3]</param>
    /// <param name="starts">[width]</param>
    /// <param name="weights">[width, taps]</param>
    /// <param name="rows">[1, height, width, 3], from 0 to 255.</param>
    public static void ResizeAcross(this PlanBuilder plan, Tensor<byte> pixels, Tensor<int> starts, Tensor<float> weights, Tensor<float> rows)
    {
        (int items, int run) = ItemsOf(plan, rows.Shape);
        plan.Add(Launches.FrameResizing.ResizeAcross(
            items, pixels, starts, weights, rows, pixels.Shape.Width, rows.Shape.Width, weights.Shape.Channels, run));
    }

    /// <summary>Records the resizing of columns: <see cref="ResizeTaps"/> makes the tables.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="rows">[1, sourceHeight, width, 3], from 0 to 255.</param>
    /// <param name="starts">[height]</param>
    /// <param name="weights">[height, taps]</param>
    /// <param name="frame">[1, height, width, 3], in [0, 1].</param>
    public static void ResizeDown(this PlanBuilder plan, Tensor<float> rows, Tensor<int> starts, Tensor<float> weights, Tensor<float> frame)
    {
        (int items, int run) = ItemsOf(plan, frame.Shape);
        plan.Add(Launches.FrameResizing.ResizeDown(
            items, 3 * run >= WidestVector ? WidestVector : 1, rows, starts, weights, frame, frame.Shape.Width, weights.Shape.Channels, run));
    }

    /// <summary>Records the padded and normalized frame, or a band of it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="frame">[1, height, width, 3]</param>
    /// <param name="y">[1, rows, paddedWidth, 3]</param>
    /// <param name="top">Padded rows above the frame.</param>
    /// <param name="left">Padded pixels before each row.</param>
    /// <param name="firstRow">The row of the padded frame that is y's first.</param>
    public static void PadFrame(this PlanBuilder plan, FramePixels frame, Tensor<float> y, int top, int left, int firstRow = 0)
    {
        (int items, int run) = ItemsOf(plan, y.Shape);
        (_, int height, int width, _) = frame.Shape;
        plan.Add(frame.Bytes is { } bytes
            ? Launches.FramePreparation.PadBytes(items, bytes, y, height, width, y.Shape.Width, top - firstRow, left, run)
            : Launches.FramePreparation.PadFrame(items, frame.Floats!, y, height, width, y.Shape.Width, top - firstRow, left, run));
    }

    /// <summary>Records the mask encoder's input for one object, or a band of it: the padded and normalized frame, the object's mask, and those of
    /// all others.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="frame">[1, height, width, 3]</param>
    /// <param name="planes">[N + 1, paddedHeight, paddedWidth], background first.</param>
    /// <param name="y">[1, rows, paddedWidth, 5]</param>
    /// <param name="self">The object's plane.</param>
    /// <param name="top">Padded rows above the frame.</param>
    /// <param name="left">Padded pixels before each row.</param>
    /// <param name="firstRow">The row of the padded frame that is y's first.</param>
    public static void PadMaskedFrame(
        this PlanBuilder plan, FramePixels frame, Tensor<float> planes, Tensor<float> y, int self, int top, int left, int firstRow = 0)
    {
        (int items, int run) = ItemsOf(plan, y.Shape);
        (int objects, (_, int height, int width, _)) = (planes.Shape.Objects - 1, frame.Shape);
        (int paddedHeight, int paddedWidth) = (planes.Shape.Height, planes.Shape.Width);
        plan.Add(frame.Bytes is { } bytes
            ? Launches.FramePreparation.PadMaskedBytes(
                items, bytes, planes, y, self, objects, height, width, paddedHeight, paddedWidth, firstRow, top - firstRow, left, run)
            : Launches.FramePreparation.PadMaskedFrame(
                items, frame.Floats!, planes, y, self, objects, height, width, paddedHeight, paddedWidth, firstRow, top - firstRow, left, run));
    }

    /// <summary>Records the probabilities: the softmax over the planes of logits at four times their size.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="logits">[planes, height, width]</param>
    /// <param name="probabilities">[planes, 4 height, 4 width]</param>
    public static void UpsampleSoftmax(this PlanBuilder plan, Tensor<float> logits, Tensor<float> probabilities)
    {
        (int planes, int height, int width, _) = logits.Shape;
        RowCut cut = RowCut.For(plan, new Shape(1, 4 * height, width, 1));
        plan.Add(Launches.Aggregation.UpsampleSoftmax(cut.Items, logits, probabilities, planes, height, width, cut.Run));
    }

    /// <summary>Records the number of the most probable plane of each pixel: inside the crop, resampled to the labels' size where that is
    /// another.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="planes">[count, paddedHeight, paddedWidth]</param>
    /// <param name="labels">[1, height, width]</param>
    /// <param name="crop">The planes without their padding.</param>
    public static void Labels(this PlanBuilder plan, Tensor<float> planes, Tensor<byte> labels, Crop crop)
    {
        (int items, int run) = ItemsOf(plan, labels.Shape);
        (int count, int height, int width) = (planes.Shape.Objects, planes.Shape.Height, planes.Shape.Width);
        plan.Add(crop.HasSizeOf(labels.Shape)
            ? Launches.Labels.Argmax(items, planes, labels, count, crop.Width, height, width, crop.Top, crop.Left, run)
            : Launches.Labels.ResampleArgmax(
                items, planes, labels, count, crop.Height, crop.Width, labels.Shape.Height, labels.Shape.Width, height, width, crop.Top, crop.Left, run));
    }

    /// <summary>The items of an image, and the pixels of each.</summary>
    private static (int Items, int Run) ItemsOf(PlanBuilder plan, Shape image)
    {
        int run = plan.Device.Schedule == Schedule.Gpu ? 1 : image.Width;
        return (image.Height * RowRun.InRow(image.Width, run), run);
    }
}
