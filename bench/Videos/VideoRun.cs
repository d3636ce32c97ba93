using System.Diagnostics;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Video;

namespace LiVOS.Bench.Videos;

/// <summary>Takes a video through the network, and its parts alone.</summary>
/// <param name="network">The network.</param>
/// <param name="video">The file.</param>
/// <param name="mask">The mask of its first frame.</param>
/// <param name="folder">An empty folder.</param>
internal sealed class VideoRun(Network network, string video, IndexMask mask, string folder)
{
    private const int Sampled = 100, Started = 10;

    private readonly Prompts _prompts = new(0, mask);

    /// <summary>How it is segmented.</summary>
    public required SegmentationOptions Options { get; init; }

    private string Mattes => Path.Combine(folder, "mattes.mkv");

    /// <summary>Measures all.</summary>
    /// <param name="compared">How many frames are segmented as a folder too.</param>
    /// <param name="progress">Takes the progress.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<VideoTimes> MeasureAsync(int compared, TextWriter progress, CancellationToken cancellation)
    {
        (double decoding, int frames) = await DecodeAsync(cancellation);
        progress.WriteLine($"{frames} frames decoded");
        (double seconds, double computing, double[] done, MemorySample[] memory) = await SegmentAsync(progress, cancellation);
        double encoding = await EncodeAsync(cancellation);
        compared = Math.Min(compared, frames);
        return new VideoTimes(
            frames, seconds, computing, decoding, encoding, done[Math.Min(Sampled, frames - 1)] - done[Math.Min(Started, frames - 1)],
            done[^1] - done[Math.Max(0, frames - 1 - (Sampled - Started))], memory, compared, await CompareAsync(compared, cancellation));
    }

    private async Task<(double Seconds, int Frames)> DecodeAsync(CancellationToken cancellation)
    {
        await using VideoFile clip = await VideoFile.OpenAsync(video, cancellation: cancellation);
        int frames = 0;
        long start = Stopwatch.GetTimestamp();
        await foreach (Picture _ in clip.PicturesAsync(cancellation)) frames++;
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, frames);
    }

    private async Task<(double Seconds, double Computing, double[] Done, MemorySample[] Memory)> SegmentAsync(
        TextWriter progress, CancellationToken cancellation)
    {
        await using VideoFile clip = await VideoFile.OpenAsync(video, cancellation: cancellation);
        await using var mattes = new VideoOutput(Mattes, PictureStyle.Matte, new VideoOutputOptions(clip.Rate ?? new FrameRate(25, 1)));
        using var segmenter = new VideoSegmenter(network, clip, _prompts, Options);
        using Process process = Process.GetCurrentProcess();
        List<double> done = [];
        List<MemorySample> memory = [];
        long start = Stopwatch.GetTimestamp();
        await foreach (SegmentedFrame frame in segmenter.RunAsync(cancellation))
        {
            await mattes.WriteAsync(frame);
            done.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (done.Count % Sampled != 0) continue;
            process.Refresh();
            memory.Add(new MemorySample(done.Count, process.WorkingSet64));
            progress.WriteLine(FormattableString.Invariant($"{done.Count} frames, {done[^1]:F0} s, {process.WorkingSet64 / 1e6:F1} MB"));
        }
        await mattes.CompleteAsync();
        process.Refresh();
        memory.Add(new MemorySample(done.Count, process.WorkingSet64));
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, segmenter.ComputeTime.TotalSeconds, [.. done], [.. memory]);
    }

    /// <summary>Encodes what the run wrote once more, from frames that are decoded first, so that the time is the encoder's.</summary>
    private async Task<double> EncodeAsync(CancellationToken cancellation)
    {
        await using VideoFile clip = await VideoFile.OpenAsync(Mattes, cancellation: cancellation);
        await using var again = new VideoOutput(
            Path.Combine(folder, "again.mkv"), PictureStyle.Matte, new VideoOutputOptions(clip.Rate ?? new FrameRate(25, 1)));
        byte[] labels = new byte[clip.Frames.Width * clip.Frames.Height];
        int number = 0;
        var encoding = new Stopwatch();
        await foreach (Picture picture in clip.PicturesAsync(cancellation))
        {
            for (int i = 0; i < labels.Length; i++) labels[i] = picture.Rgb[3 * i] > 127 ? (byte)1 : (byte)0;
            var matte = new LabelMask(picture.Width, picture.Height, labels, [0, 1], MaskFormat.Indexed, null);
            encoding.Start();
            await again.WriteAsync(new SegmentedFrame(number, clip.Frames.Name(number), null, matte, null));
            encoding.Stop();
            number++;
        }
        encoding.Start();
        await again.CompleteAsync();
        return encoding.Elapsed.TotalSeconds;
    }

    /// <summary>Segments the first frames as a file and as a folder of pictures.</summary>
    private async Task<long> CompareAsync(int count, CancellationToken cancellation)
    {
        string pictures = Directory.CreateDirectory(Path.Combine(folder, "frames")).FullName;
        await using VideoFile clip = await VideoFile.OpenAsync(video, new FrameSelection(0, count, 1), cancellation);
        int number = 0;
        await foreach (Picture picture in clip.PicturesAsync(cancellation)) Png.Write(Path.Combine(pictures, clip.Frames.Name(number++) + ".png"), picture);
        List<byte[]> ofFile = await MasksAsync(clip, cancellation), ofFolder = await MasksAsync(VideoClip.Of(FrameFolder.Open(pictures)), cancellation);
        return ofFile.Zip(ofFolder, (a, b) => a.Zip(b).LongCount(pixel => pixel.First != pixel.Second)).Sum();
    }

    private async Task<List<byte[]>> MasksAsync(VideoClip clip, CancellationToken cancellation)
    {
        List<byte[]> masks = [];
        await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(network, clip, _prompts, Options, cancellation)) masks.Add([.. frame.Mask.Labels]);
        return masks;
    }
}
