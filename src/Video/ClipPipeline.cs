using System.Collections.Concurrent;
using System.Diagnostics;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Frames;
using LiVOS.Model.Session;

namespace LiVOS.Video;

/// <summary>Takes a clip through the network: reading, computing and writing overlap.</summary>
public sealed class ClipPipeline
{
    private readonly FrameFolder _frames;
    private readonly IMaskSource _masks;
    private readonly Segmenter _segmenter;
    private readonly FrameGeometry _geometry;
    private readonly FramePath _path;
    private readonly IClipOutput _output;
    private readonly BufferRing<Input> _inputs;
    private readonly BufferRing<Result> _results;
    private readonly ConcurrentBag<byte[]> _spare = []; // of pictures that are done with
    private readonly FrameGarbage _garbage = new();
    private long _computing;

    /// <summary>Prepares to segment a clip.</summary>
    /// <param name="frames">The clip.</param>
    /// <param name="masks">Its given masks.</param>
    /// <param name="segmenter">A fresh segmenter of the clip's size.</param>
    /// <param name="output">Takes the results.</param>
    public ClipPipeline(FrameFolder frames, IMaskSource masks, Segmenter segmenter, IClipOutput output)
    {
        (_frames, _masks, _segmenter, _output) = (frames, masks, segmenter, output);
        _geometry = segmenter.Geometry;
        var buffers = new PipelineBuffers(segmenter.Device, _geometry, output.WantsPictures);
        _path = buffers.Path;
        _inputs = new BufferRing<Input>(buffers.Inputs, () => new Input(buffers.FloatsOfInput));
        _results = new BufferRing<Result>(buffers.Results, () => new Result(buffers.LabelsOfResult));
        FirstFrame = masks.FirstFrame;
    }

    /// <summary>The first frame that is read. Frames before the first mask get empty ones; by default there are none.</summary>
    public int FirstFrame { get; init; }

    /// <summary>The first frame whose mask is written.</summary>
    public int FirstWritten { get; init; }

    /// <summary>How many frames' masks have been written.</summary>
    public int Written { get; private set; }

    /// <summary>The time that the network has taken.</summary>
    public TimeSpan ComputeTime => Stopwatch.GetElapsedTime(0, _computing);

    /// <summary>Segments the clip. An error ends it when everything before has been written.</summary>
    /// <param name="progress">Called with the number of masks written.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="MediaException">A frame or a mask cannot be read, or a result not be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped, once what had been computed was written.</exception>
    public async Task RunAsync(Action<int> progress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = _inputs.FillAsync(() => ReadAsync(stop.Token));
        Task segmenting = _results.FillAsync(() => SegmentAsync(stop.Token));
        try
        {
            await foreach (Result result in _results.Filled)
            {
                if (result.Frame >= FirstWritten)
                {
                    var mask = new LabelMask(_geometry.SourceWidth, _geometry.SourceHeight, result.Labels, result.Ids, _masks.Format, _masks.Palette);
                    _output.Write(_frames.Name(result.Frame), mask, result.Picture);
                    progress(++Written);
                }

                Recycle(result.Picture);
                result.Picture = null;
                _results.Return(result);
                _garbage.Sweep();
            }
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAll(reading, segmenting);
        }
    }

    /// <summary>Reads each frame before waiting for a buffer: that is the frame read ahead.</summary>
    private async Task ReadAsync(CancellationToken cancellation)
    {
        FrameResizer? resizer = _path.ResizesOnHost ? new FrameResizer(_geometry) : null;
        for (int frame = FirstFrame; frame < _frames.Count; frame++)
        {
            Picture picture = _frames.Read(frame, _spare.TryTake(out byte[]? pixels) ? pixels : null);
            int[] mask = _masks.TryRead(frame, out IndexMask? given) ? given.Ids : [];
            Input input = await _inputs.TakeAsync(cancellation);
            resizer?.Resize(picture.Rgb, input.Pixels);
            bool isDone = resizer is not null && !_output.WantsPictures;
            (input.Frame, input.Mask, input.Picture) = (frame, mask, isDone ? null : picture);
            if (isDone) Recycle(picture);
            _inputs.Pass(input);
        }
    }

    private async Task SegmentAsync(CancellationToken cancellation)
    {
        var submitted = new Queue<Result>(_path.InFlight);
        try
        {
            await foreach (Input input in _inputs.Filled)
            {
                Result result = await _results.TakeAsync(cancellation);
                cancellation.ThrowIfCancellationRequested();
                Submit(input, result);
                submitted.Enqueue(result);
                if (submitted.Count == _path.InFlight) Finish(submitted.Dequeue());
            }
        }
        finally
        {
            while (submitted.TryDequeue(out Result? result)) Finish(result);
        }
    }

    private void Submit(Input input, Result result)
    {
        (result.Frame, result.Picture) = (input.Frame, _output.WantsPictures ? input.Picture : null);
        long start = Stopwatch.GetTimestamp();
        if (_path.ResizesOnHost) _segmenter.Submit(input.Pixels, input.Mask);
        else _segmenter.Submit(input.Picture!.Rgb, input.Mask);
        _computing += Stopwatch.GetTimestamp() - start;
        if (result.Picture is null) Recycle(input.Picture);
        (input.Picture, input.Mask) = (null, []);
        _inputs.Return(input);
    }

    /// <summary>Waits for the first of the frames that were submitted.</summary>
    private void Finish(Result result)
    {
        long start = Stopwatch.GetTimestamp();
        _segmenter.ReadLabels(result.Labels);
        _computing += Stopwatch.GetTimestamp() - start;
        if (result.Ids.Length <= _segmenter.ObjectIds.Count) result.Ids = [0, .. _segmenter.ObjectIds];
        _results.Pass(result);
    }

    private void Recycle(Picture? picture)
    {
        if (picture is not null) _spare.Add(picture.Rgb);
    }

    private sealed class Input(int floats)
    {
        public int Frame { get; set; }

        public int[] Mask { get; set; } = [];

        /// <summary>The frame as it was read, where it is wanted later or was not resized here.</summary>
        public Picture? Picture { get; set; }

        /// <summary>The frame resized; empty where that is not done here.</summary>
        public float[] Pixels { get; } = new float[floats];
    }

    private sealed class Result(int labels)
    {
        public int Frame { get; set; }

        public Picture? Picture { get; set; }

        public byte[] Labels { get; } = new byte[labels];

        /// <summary>The object id of each label.</summary>
        public int[] Ids { get; set; } = [];
    }
}
