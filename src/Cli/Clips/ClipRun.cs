using System.Diagnostics;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime;

namespace LiVOS.Cli.Clips;

/// <summary>All that it takes to segment a clip: everything is checked before anything is written.</summary>
/// <param name="Clip">A folder of frames.</param>
/// <param name="Masks">A mask, or a folder of masks.</param>
/// <param name="Weights">The weight file.</param>
/// <param name="Out">The folder for the results.</param>
sealed record ClipRun(string Clip, string Masks, string Weights, string Out)
{
    /// <summary>The shorter side of frames as the network sees them.</summary>
    public required int Size { get; init; }

    /// <summary>Whether pictures with the masks upon them are written.</summary>
    public bool Overlay { get; init; }

    /// <summary>What computes.</summary>
    public DeviceChoice Device { get; init; } = new(Devices.Auto);

    /// <summary>Whether kernels are timed.</summary>
    public bool Profile { get; init; }

    /// <summary>The memory that may be used; null for what is there.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Segments the clip.</summary>
    /// <param name="error">Takes the progress.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="InterruptedException">It was stopped.</exception>
    public async Task<ClipReport> SegmentAsync(TextWriter error, CancellationToken cancellation)
    {
        long available = MemoryLimit ?? Memory.Available();
        FrameFolder frames = FrameFolder.Open(Clip);
        MaskSource masks = MaskSource.Open(Masks, frames);
        var output = new OutputFolder(Out, Overlay);
        output.KeepOff(Clip);
        if (MasksFolder(frames) is string folder) output.KeepOff(folder);

        return await Devices.UseAsync(Device, error, device => SegmentAsync(device, frames, masks, output, available, error, cancellation));
    }

    /// <summary>The sizes of a clip's session.</summary>
    /// <param name="frames">The clip.</param>
    /// <param name="size">The shorter side as the network sees it; null for the frames' own.</param>
    public static FrameGeometry GeometryOf(FrameFolder frames, int? size)
    {
        if (size is not int side) return new FrameGeometry(frames.Height, frames.Width);
        (int width, int height) = Resize.NetworkSize(frames.Width, frames.Height, side);
        return new FrameGeometry(height, width, frames.Height, frames.Width);
    }

    async Task<ClipReport> SegmentAsync(
        Device device, FrameFolder frames, MaskSource masks, OutputFolder output, long available, TextWriter error, CancellationToken cancellation)
    {
        ProfiledDevice? profiled = Profile ? new ProfiledDevice(device) : null; // the caller disposes of the device
        using Network network = NetworkFile.Load(Weights, profiled ?? device, Device.Precision);
        FrameGeometry geometry = GeometryOf(frames, Size);
        MemoryNeed.Require(network, geometry, masks.FirstObjectIds.Count, ClipPipeline.Bytes(device, geometry, Overlay), available, Size);
        if (device.RequiresCompilation || Profile) WarmUp.Run(network, geometry.IsResampled);
        profiled?.Reset();

        using var segmenter = new Segmenter(network, geometry);
        output.Create();
        GC.Collect(); // what was read to be checked may be hundreds of megabytes
        var pipeline = new ClipPipeline(device, frames, masks, segmenter, geometry, output);
        long start = Stopwatch.GetTimestamp();
        await RunAsync(pipeline, frames.Count - masks.FirstFrame, error, cancellation);
        return new ClipReport(
            Clip, Out, output.Overlays, $"{device.Name}: {device.Description}", frames.Width, frames.Height, geometry.Width, geometry.Height,
            masks.FirstFrame, pipeline.Written, segmenter.ObjectIds, Stopwatch.GetElapsedTime(start).TotalSeconds, pipeline.ComputeTime.TotalSeconds, Memory.Peak)
        {
            Profile = profiled is null ? null : ProfileReport.Of(profiled),
        };
    }

    async Task RunAsync(ClipPipeline pipeline, int count, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            await FrameProgress.ShowAsync(error, "segmenting", count, progress => pipeline.RunAsync(progress, cancellation), cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException($"Stopped: {pipeline.Written} of {count} masks were written to '{Out}'.");
        }
        catch (MediaException e) when (pipeline.Written > 0)
        {
            throw new MediaException($"{e.Message} ({pipeline.Written} of {count} masks were written to '{Out}' before)", e);
        }
    }

    /// <summary>The folder of given masks that bear frames' names, as results do.</summary>
    string? MasksFolder(FrameFolder frames)
    {
        if (Directory.Exists(Masks)) return Masks;
        return frames.IndexOf(Path.GetFileNameWithoutExtension(Masks)) < 0 ? null : Path.GetDirectoryName(Path.GetFullPath(Masks));
    }
}
