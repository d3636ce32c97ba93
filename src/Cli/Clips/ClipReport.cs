using LiVOS.Cli.Reports;
using LiVOS.Media.Surveys;
using LiVOS.Video;
using Spectre.Console;

namespace LiVOS.Cli.Clips;

/// <summary>The result of segmenting a clip.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Out">The folder of the masks.</param>
/// <param name="Overlay">The folder of the pictures; null where there are none.</param>
/// <param name="Device">What computed.</param>
/// <param name="Width">The frames' width.</param>
/// <param name="Height">The frames' height.</param>
/// <param name="NetworkWidth">Their width as the network sees them.</param>
/// <param name="NetworkHeight">Their height as the network sees them.</param>
/// <param name="FirstFrame">The number of the first frame that has a given mask.</param>
/// <param name="Frames">How many frames' masks were written.</param>
/// <param name="ObjectIds">The objects that were followed.</param>
/// <param name="Plan">The plan that was printed before the run.</param>
/// <param name="Seconds">The time from the first frame read to the last mask written.</param>
/// <param name="NetworkSeconds">The time within that in which the network computed.</param>
/// <param name="PeakMemoryBytes">The most memory that the program held.</param>
internal sealed record ClipReport(
    string Clip, string Out, string? Overlay, string Device, int Width, int Height, int NetworkWidth, int NetworkHeight, int FirstFrame, int Frames,
    IReadOnlyList<int> ObjectIds, ClipPlan Plan, double Seconds, double NetworkSeconds, long PeakMemoryBytes)
{
    /// <summary>Frames per second from the first read to the last written.</summary>
    public double FramesPerSecond => Frames == 0 ? 0 : Frames / Seconds;

    /// <summary>Frames per second of the network alone.</summary>
    public double NetworkFramesPerSecond => NetworkSeconds == 0 ? 0 : Frames / NetworkSeconds;

    /// <summary>The network's time for its first two frames, in which a just-in-time compiler compiles its kernels.</summary>
    public double StartUpSeconds { get; init; }

    /// <summary>Frames per second of the network alone after these; 0 where there are none.</summary>
    public double SteadyFramesPerSecond =>
        Frames > VideoSegmenter.StartUpFrames && NetworkSeconds > StartUpSeconds
            ? (Frames - VideoSegmenter.StartUpFrames) / (NetworkSeconds - StartUpSeconds) : 0;

    /// <summary>How a source that can be read only once was kept up with; null for other clips.</summary>
    public LiveReport? Live { get; init; }

    /// <summary>Where the network's time went; null where nobody asked.</summary>
    public ProfileReport? Profile { get; init; }

    /// <summary>Shows it to people, but for the profile.</summary>
    public void Show(IAnsiConsole console) => Report.Facts(
        console,
        ("frames", $"{Frames} of {Width}x{Height}, seen by the network at {NetworkWidth}x{NetworkHeight}"),
        ("objects", IdText.Of([.. ObjectIds.Order()])),
        ("speed", $"{Report.Speed(FramesPerSecond)} in all, {Report.Speed(NetworkFramesPerSecond)} the network alone ({Device})"),
        ("steady", SteadyFramesPerSecond == 0 ? null
            : $"{Report.Speed(SteadyFramesPerSecond)} the network alone once it has started; its first two frames took {StartUpSeconds:0.00} s"),
        ("live", Live?.Text),
        ("peak memory", Report.Size(PeakMemoryBytes)),
        ("results", Out),
        ("overlays", Overlay ?? "none in a folder (--overlay writes them)"));
}
