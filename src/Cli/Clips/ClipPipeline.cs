using System.Collections.Concurrent;
using System.Diagnostics;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Frames;
using LiVOS.Runtime;

namespace LiVOS.Cli.Clips;

/// <summary>Takes a clip through the network: reading, computing and writing overlap.</summary>
/// <param name="device">What computes.</param>
/// <param name="frames">The clip.</param>
/// <param name="masks">Its given masks.</param>
/// <param name="segmenter">A fresh segmenter.</param>
/// <param name="geometry">Its sizes.</param>
/// <param name="output">Takes the results.</param>
sealed class ClipPipeline(
    Device device, FrameFolder frames, IMaskSource masks, Segmenter segmenter, FrameGeometry geometry, IClipOutput output)
{
    /// <summary>Above this many pixels, pictures are so large, and computing so slow, that one read ahead and one waiting are enough.</summary>
    const int LargePicture = 8_000_000;

    readonly BufferRing<Input> inputs = new(Depth(geometry), () => new Input(ResizesHere(device, geometry) ? geometry.Height * geometry.Width * 3 : 0));
    readonly BufferRing<Result> results = new(Depth(geometry) + 1, () => new Result(geometry));
    readonly ConcurrentBag<byte[]> spare = []; // of pictures that are done with
    readonly FrameGarbage garbage = new();
    long computing;

    /// <summary>The first frame that is read. Frames before the first mask get empty ones; by default there are none.</summary>
    public int FirstFrame { get; init; } = masks.FirstFrame;

    /// <summary>The first frame whose mask is written.</summary>
    public int FirstWritten { get; init; }

    /// <summary>How many frames' masks have been written.</summary>
    public int Written { get; private set; }

    /// <summary>The time that the network has taken.</summary>
    public TimeSpan ComputeTime => Stopwatch.GetElapsedTime(0, computing);

    /// <summary>Whether frames are resized beside the device and go to it as floats, not as bytes of their own size. So they are where it works in the
    /// machine's own memory: there the thread that reads does it with less than the device's kernels, and they need not be copied.</summary>
    public static bool ResizesHere(Device device, FrameGeometry geometry) => geometry.IsResampled && device.DedicatedMemory is null;

    /// <summary>Frames that are on their way through the device at a time. One with memory of its own gets each before the mask of the one before is
    /// read: it copies and computes side by side.</summary>
    public static int InFlight(Device device) => device.DedicatedMemory is null ? 1 : 2;

    /// <summary>The memory that a pipeline takes beside its segmenter.</summary>
    public static long Bytes(Device device, FrameGeometry geometry, bool withPictures)
    {
        long pixels = (long)geometry.SourceHeight * geometry.SourceWidth, picture = 3 * pixels;
        int depth = Depth(geometry);
        long floats = ResizesHere(device, geometry) ? 12L * geometry.Height * geometry.Width * depth : 0;
        long masks = pixels * (depth + 1) + 4 * pixels; // labels, and the ids of a given mask
        long pictures = (depth + (withPictures ? depth + 1 : 0)) * picture;
        long inTheMaking = 2 * picture + (withPictures ? 2 : 1) * picture; // one being read and one being packed
        return floats + masks + pictures + inTheMaking;
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
                var mask = new LabelMask(geometry.SourceWidth, geometry.SourceHeight, result.Labels, result.Ids, masks.Format, masks.Palette);
                if (result.Frame >= FirstWritten)
                {
                    output.Write(frames.Name(result.Frame), mask, result.Picture);
                    progress(++Written);
                }
                Recycle(result.Picture);
                result.Picture = null;
                results.Return(result);
                garbage.Sweep();
            }
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAll(reading, segmenting);
        }
    }

    static int Depth(FrameGeometry geometry) => (long)geometry.SourceHeight * geometry.SourceWidth > LargePicture ? 1 : 2;

    /// <summary>Reads each frame before waiting for a buffer: that is the frame read ahead.</summary>
    async Task ReadAsync(CancellationToken cancellation)
    {
        FrameResizer? resizer = ResizesHere(device, geometry) ? new FrameResizer(geometry) : null;
        for (int frame = FirstFrame; frame < frames.Count; frame++)
        {
            Picture picture = frames.Read(frame, spare.TryTake(out byte[]? pixels) ? pixels : null);
            int[] mask = masks.TryRead(frame, out IndexMask? given) ? given.Ids : [];
            Input input = await inputs.TakeAsync(cancellation);
            resizer?.Resize(picture.Rgb, input.Pixels);
            bool isDone = resizer is not null && !output.WantsPictures;
            (input.Frame, input.Mask, input.Picture) = (frame, mask, isDone ? null : picture);
            if (isDone) Recycle(picture);
            inputs.Pass(input);
        }
    }

    async Task SegmentAsync(CancellationToken cancellation)
    {
        int inFlight = InFlight(device);
        var submitted = new Queue<Result>(inFlight);
        try
        {
            await foreach (Input input in inputs.Filled)
            {
                Result result = await results.TakeAsync(cancellation);
                cancellation.ThrowIfCancellationRequested();
                (result.Frame, result.Picture) = (input.Frame, output.WantsPictures ? input.Picture : null);
                long start = Stopwatch.GetTimestamp();
                if (input.Pixels.Length > 0) segmenter.Submit(input.Pixels, input.Mask);
                else segmenter.Submit(input.Picture!.Rgb, input.Mask);
                computing += Stopwatch.GetTimestamp() - start;
                if (result.Picture is null) Recycle(input.Picture);
                (input.Picture, input.Mask) = (null, []);
                inputs.Return(input);
                submitted.Enqueue(result);
                if (submitted.Count == inFlight) Finish(submitted.Dequeue());
            }
        }
        finally
        {
            while (submitted.TryDequeue(out Result? result)) Finish(result);
        }
    }

    /// <summary>Waits for the first of the frames that were submitted.</summary>
    void Finish(Result result)
    {
        long start = Stopwatch.GetTimestamp();
        segmenter.ReadLabels(result.Labels);
        if (result.Ids.Length <= segmenter.ObjectIds.Count) result.Ids = [0, .. segmenter.ObjectIds];
        computing += Stopwatch.GetTimestamp() - start;
        results.Pass(result);
    }

    void Recycle(Picture? picture)
    {
        if (picture is not null) spare.Add(picture.Rgb);
    }

    sealed class Input(int floats)
    {
        public int Frame { get; set; }

        public int[] Mask { get; set; } = [];

        /// <summary>The frame as it was read, where it is wanted later or was not resized here.</summary>
        public Picture? Picture { get; set; }

        /// <summary>The frame resized; empty where that is not done here.</summary>
        public float[] Pixels { get; } = new float[floats];
    }

    sealed class Result(FrameGeometry geometry)
    {
        public int Frame { get; set; }

        public Picture? Picture { get; set; }

        public byte[] Labels { get; } = new byte[geometry.SourceHeight * geometry.SourceWidth];

        /// <summary>The object id of each label.</summary>
        public int[] Ids { get; set; } = [];
    }
}
