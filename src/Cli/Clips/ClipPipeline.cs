using System.Diagnostics;
using LiVOS.Media;
using LiVOS.Model;

namespace LiVOS.Cli.Clips;

/// <summary>Takes a clip through the network: reading with resizing, computing and writing overlap.</summary>
/// <param name="frames">The clip.</param>
/// <param name="masks">Its given masks; frames before the first are skipped.</param>
/// <param name="segmenter">A fresh segmenter.</param>
/// <param name="geometry">Its sizes.</param>
/// <param name="write">Takes a frame's number, its picture and the resulting mask, whose buffer is used again afterwards.</param>
sealed class ClipPipeline(FrameFolder frames, MaskSource masks, Segmenter segmenter, FrameGeometry geometry, Action<int, Picture, IndexMask> write)
{
    /// <summary>Above this many pixels, pictures are so large, and computing so slow, that one read ahead and one waiting are enough.</summary>
    const int LargePicture = 8_000_000;

    readonly BufferRing<Input> inputs = new(Depth(geometry), () => new Input(geometry));
    readonly BufferRing<Result> results = new(Depth(geometry) + 1, () => new Result(geometry));
    long computing;

    /// <summary>How many frames' masks have been written.</summary>
    public int Written { get; private set; }

    /// <summary>The time that the network has taken.</summary>
    public TimeSpan ComputeTime => Stopwatch.GetElapsedTime(0, computing);

    /// <summary>The memory that the pipeline takes beside the segmenter, for buffers and pictures.</summary>
    public static long Bytes(FrameGeometry geometry)
    {
        long input = 4L * geometry.Height * geometry.Width, output = 4L * geometry.OutputHeight * geometry.OutputWidth;
        int depth = Depth(geometry);
        // A picture is three quarters of the ids' size: one is in every buffer and two are with the reader, as bytes and in the making.
        // The segmenter keeps a mask and labels too, the first given mask stays, and the writer packs one picture.
        return depth * 3 * input + (depth + 1) * output + (2 * depth + 4) * output * 3 / 4 + 2 * (input + output);
    }

    /// <summary>Segments the clip. An error ends it when everything before has been written.</summary>
    /// <exception cref="OperationCanceledException">It was stopped, once what had been computed was written.</exception>
    public async Task RunAsync(Action<int> progress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = inputs.FillAsync(() => ReadAsync(stop.Token));
        Task segmenting = results.FillAsync(() => SegmentAsync(stop.Token));
        try
        {
            await foreach (Result result in results.Filled)
            {
                write(result.Frame, result.Picture!, new IndexMask(geometry.OutputWidth, geometry.OutputHeight, result.Ids, masks.Format, masks.Palette));
                result.Picture = null;
                results.Return(result);
                progress(++Written);
            }
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAll(reading, segmenting);
        }
    }

    static int Depth(FrameGeometry geometry) => (long)geometry.OutputHeight * geometry.OutputWidth > LargePicture ? 1 : 2;

    /// <summary>Reads each frame before waiting for a buffer: that is the frame read ahead.</summary>
    async Task ReadAsync(CancellationToken cancellation)
    {
        var resizer = new FrameResizer(frames.Width, frames.Height, geometry.Width, geometry.Height);
        for (int frame = masks.FirstFrame; frame < frames.Count; frame++)
        {
            Picture picture = frames.Read(frame);
            int[] mask = masks.TryRead(frame, out IndexMask? given) ? Resize.Nearest(given, geometry.Width, geometry.Height).Ids : [];
            Input input = await inputs.TakeAsync(cancellation);
            resizer.Resize(picture, input.Pixels);
            (input.Frame, input.Picture, input.Mask) = (frame, picture, mask);
            inputs.Pass(input);
        }
    }

    async Task SegmentAsync(CancellationToken cancellation)
    {
        await foreach (Input input in inputs.Filled)
        {
            Result result = await results.TakeAsync(cancellation);
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            segmenter.Step(input.Pixels, input.Mask, result.Ids);
            computing += Stopwatch.GetTimestamp() - start;
            (result.Frame, result.Picture, input.Picture) = (input.Frame, input.Picture, null);
            results.Pass(result);
            inputs.Return(input);
        }
    }

    sealed class Input(FrameGeometry geometry)
    {
        public int Frame { get; set; }

        public Picture? Picture { get; set; }

        public int[] Mask { get; set; } = [];

        public float[] Pixels { get; } = new float[geometry.Height * geometry.Width * 3];
    }

    sealed class Result(FrameGeometry geometry)
    {
        public int Frame { get; set; }

        public Picture? Picture { get; set; }

        public int[] Ids { get; } = new int[geometry.OutputHeight * geometry.OutputWidth];
    }
}
