using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Frames;
using LiVOS.Model.Session;

namespace LiVOS.Video;

/// <summary>Takes frames through the network in one direction: reading, computing and the caller's work on the results overlap.</summary>
internal sealed class FramePass
{
    private readonly VideoClip _clip;
    private readonly Prompts? _prompts;
    private readonly Segmenter _segmenter;
    private readonly FrameGeometry _geometry;
    private readonly FramePath _path;
    private readonly SegmentationOptions _options;
    private readonly ScoreKeeper? _scores;
    private readonly BufferRing<Input> _inputs;
    private readonly BufferRing<Result> _results;
    private readonly SparePictures _spare = new();
    private readonly NewestFrames? _newest;
    private readonly FrameGarbage _garbage = new();
    private int[] _ids; // of the labels
    private float[] _probabilities = []; // [objects + 1, height, width] of the last frame
    private long _computing, _startUp;
    private int _finished;

    /// <summary>Prepares to segment frames.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="prompts">Its prompts; null for none, so that there is nothing to follow.</param>
    /// <param name="segmenter">A fresh segmenter of the clip's size.</param>
    /// <param name="options">What the results have: pictures, scores, probabilities.</param>
    public FramePass(VideoClip clip, Prompts? prompts, Segmenter segmenter, SegmentationOptions options)
    {
        (_clip, _prompts, _segmenter, _options) = (clip, prompts, segmenter, options);
        _newest = options.Drop == DropPolicy.Late ? new NewestFrames(SaysSomething, _spare) : null;
        _geometry = segmenter.Geometry;
        _ids = [0, .. segmenter.ObjectIds];
        var buffers = new PipelineBuffers(segmenter.Device, _geometry, options.WithPictures, options.ReadsProbabilities, options.Drop);
        _path = buffers.Path;
        _scores = options.WithScores ? new ScoreKeeper(_geometry) : null;
        _inputs = new BufferRing<Input>(buffers.Inputs, () => new Input(buffers.FloatsOfInput));
        _results = new BufferRing<Result>(buffers.Results, () => new Result(
            buffers.LabelsOfResult, options.WithProbabilities ? new ObjectProbabilities(_geometry) : null));
    }

    /// <summary>The time that the network has taken.</summary>
    public TimeSpan ComputeTime => Stopwatch.GetElapsedTime(0, _computing);

    /// <summary>Its part in the first frames (<see cref="VideoSegmenter.StartUpFrames"/>).</summary>
    public TimeSpan StartUpTime => Stopwatch.GetElapsedTime(0, _startUp);

    /// <summary>How many frames were dropped.</summary>
    public int Dropped => _newest?.Dropped ?? 0;

    /// <summary>Segments frames. An error ends it when everything before has been given.</summary>
    /// <param name="first">The first frame that is read.</param>
    /// <param name="end">The one after the last in this direction: above <paramref name="first"/> for forward, below it for backward.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="MediaException">A frame or a mask cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped, once what had been computed was given.</exception>
    public async IAsyncEnumerable<SegmentedFrame> RunAsync(int first, int end, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = _inputs.FillAsync(() => _newest is null ? ReadAsync(first, end, stop.Token) : ReadNewestAsync(_newest, first, end, stop.Token));
        Task segmenting = _results.FillAsync(() => SegmentAsync(stop.Token));
        try
        {
            await foreach (Result result in _results.Filled)
            {
                IMaskSource? masks = _prompts?.Masks;
                var mask = new LabelMask(
                    _geometry.SourceWidth, _geometry.SourceHeight, result.Labels, result.Ids, masks?.Format ?? MaskFormat.Indexed, masks?.Palette);
                yield return new SegmentedFrame(result.Frame, _clip.Frames.Name(result.Frame), _clip.TimeOf(result.Frame), mask, result.Picture)
                {
                    Scores = result.Scores,
                    Probabilities = result.Probabilities,
                    Delay = Stopwatch.GetElapsedTime(result.Read),
                };
                _spare.Return(result.Picture);
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
    private async Task ReadAsync(int first, int end, CancellationToken cancellation)
    {
        FrameResizer? resizer = _path.ResizesOnHost ? new FrameResizer(_geometry) : null;
        bool isForward = end > first;
        int frame = first;
        IAsyncEnumerable<Picture> pictures =
            isForward ? _clip.ReadAsync(first, end, _spare, cancellation) : _clip.ReadBackwardAsync(first, end + 1, _spare, cancellation);
        await foreach (Picture picture in pictures)
        {
            var read = new ReadFrame(frame, picture, Stopwatch.GetTimestamp());
            int[] mask = MaskOf(frame);
            Pass(read, mask, await _inputs.TakeAsync(cancellation), resizer);
            frame += isForward ? 1 : -1;
        }
    }

    /// <summary>Waits for a buffer before taking a frame: what came meanwhile is dropped.</summary>
    private async Task ReadNewestAsync(NewestFrames newest, int first, int end, CancellationToken cancellation)
    {
        FrameResizer? resizer = _path.ResizesOnHost ? new FrameResizer(_geometry) : null;
        Task filling = Task.Run(() => newest.FillAsync(_clip.ReadAsync(first, end, _spare, cancellation), first, cancellation), CancellationToken.None);
        try
        {
            while (true)
            {
                Input input = await _inputs.TakeAsync(cancellation);
                if (await newest.TakeAsync() is not ReadFrame read) break;
                Pass(read, MaskOf(read.Number), input, resizer);
            }
        }
        finally
        {
            await filling;
        }
    }

    private int[] MaskOf(int frame) => _prompts is not null && _prompts.Masks.TryRead(frame, out IndexMask? given) ? given.Ids : [];

    /// <summary>Whether a prompt belongs to a frame.</summary>
    private bool SaysSomething(int frame) =>
        _prompts is not null && (_prompts.Masks.Frames.Contains(frame) || _prompts.Deletions.Any(deletion => deletion.Frame == frame));

    private void Pass(ReadFrame read, int[] mask, Input input, FrameResizer? resizer)
    {
        resizer?.Resize(read.Picture.Rgb, input.Pixels);
        bool isDone = resizer is not null && !_options.WithPictures;
        (input.Frame, input.Mask, input.Picture, input.Read) = (read.Number, mask, isDone ? null : read.Picture, read.Read);
        if (isDone) _spare.Return(read.Picture);
        _inputs.Pass(input);
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
                DeleteObjects(input.Frame, submitted);
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

    private void DeleteObjects(int frame, Queue<Result> submitted)
    {
        foreach (Deletion deletion in _prompts?.Deletions ?? [])
        {
            if (deletion.Frame != frame || !_segmenter.ObjectIds.Contains(deletion.Id)) continue;
            while (submitted.TryDequeue(out Result? result)) Finish(result);
            _segmenter.DeleteObject(deletion.Id);
            _ids = [0, .. _segmenter.ObjectIds];
        }
    }

    private void Submit(Input input, Result result)
    {
        (result.Frame, result.Picture, result.Read) = (input.Frame, _options.WithPictures ? input.Picture : null, input.Read);
        long start = Stopwatch.GetTimestamp();
        MaskUse use = _prompts?.Use ?? MaskUse.Correct;
        if (_path.ResizesOnHost) _segmenter.Submit(input.Pixels, input.Mask, use);
        else _segmenter.Submit(input.Picture!.Rgb, input.Mask, use);
        _computing += Stopwatch.GetTimestamp() - start;
        if (input.Mask.Length > 0) _ids = [0, .. _segmenter.ObjectIds];
        (result.Ids, result.Scores) = (_ids, []);
        if (result.Picture is null) _spare.Return(input.Picture);
        (input.Picture, input.Mask) = (null, []);
        _inputs.Return(input);
    }

    /// <summary>Waits for the first of the frames that were submitted.</summary>
    private void Finish(Result result)
    {
        long start = Stopwatch.GetTimestamp();
        _segmenter.ReadLabels(result.Labels);
        _computing += Stopwatch.GetTimestamp() - start;
        if (++_finished <= VideoSegmenter.StartUpFrames) _startUp = _computing;
        if (_options.ReadsProbabilities && result.Ids.Length > 1) ReadProbabilities(result);
        _results.Pass(result);
    }

    private void ReadProbabilities(Result result)
    {
        int needed = result.Ids.Length * _geometry.Height * _geometry.Width;
        if (_probabilities.Length != needed) _probabilities = new float[needed];
        _segmenter.ReadProbabilities(_probabilities);
        result.Probabilities?.Take(_probabilities, result.Ids.Length - 1);
        result.Scores = _scores?.Score(_probabilities, result.Labels, result.Ids) ?? [];
    }

    private sealed class Input(int floats)
    {
        public int Frame { get; set; }

        public int[] Mask { get; set; } = [];

        /// <summary>When the frame had been read.</summary>
        public long Read { get; set; }

        /// <summary>The frame as it was read, where it is wanted later or was not resized here.</summary>
        public Picture? Picture { get; set; }

        /// <summary>The frame resized; empty where that is not done here.</summary>
        public float[] Pixels { get; } = new float[floats];
    }

    private sealed class Result(int labels, ObjectProbabilities? probabilities)
    {
        public int Frame { get; set; }

        public Picture? Picture { get; set; }

        public long Read { get; set; }

        public byte[] Labels { get; } = new byte[labels];

        /// <summary>The object id of each label.</summary>
        public int[] Ids { get; set; } = [];

        public IReadOnlyList<ObjectScore> Scores { get; set; } = [];

        public ObjectProbabilities? Probabilities => probabilities;
    }
}
