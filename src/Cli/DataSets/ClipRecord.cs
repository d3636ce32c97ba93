using LiVOS.Evaluation.DataSets;

namespace LiVOS.Cli.DataSets;

/// <summary>The record of a complete clip. The next run of the same evaluation skips the clip and reports these figures.</summary>
/// <param name="Name">The clip.</param>
/// <param name="Frames">How many frames the network saw.</param>
/// <param name="SavedFrames">How many masks were written.</param>
/// <param name="Objects">How many objects were followed.</param>
/// <param name="Width">The frames' width.</param>
/// <param name="Height">The frames' height.</param>
/// <param name="Seconds">The time from the first frame read to the last mask written.</param>
/// <param name="NetworkSeconds">The time within that in which the network computed: from a frame in memory to its ids in memory.</param>
/// <param name="Device">What computed.</param>
/// <param name="DeviceBytes">The memory that the network and the clip's session held on the device.</param>
internal sealed record ClipRecord(
    string Name, int Frames, int SavedFrames, int Objects, int Width, int Height, double Seconds, double NetworkSeconds, string Device,
    long DeviceBytes)
{
    /// <summary>Whether it is a whole record of that clip as it is now.</summary>
    public bool IsOf(DataSetClip clip) =>
        Name == clip.Name && Frames == clip.SegmentedFrames && SavedFrames == clip.SavedFrames.Count() && Objects == clip.ObjectIds.Count
        && (Width, Height) == (clip.Frames.Width, clip.Frames.Height)
        && Seconds is > 0 and < double.PositiveInfinity && NetworkSeconds is > 0 and < double.PositiveInfinity && Device is not null && DeviceBytes > 0;

    /// <summary>Frames per second from the first read to the last written.</summary>
    public double FramesPerSecond => Frames / Seconds;

    /// <summary>Frames per second of the network alone.</summary>
    public double NetworkFramesPerSecond => Frames / NetworkSeconds;
}

/// <summary>The settings that must be equal for results to belong together.</summary>
/// <param name="DataSet">The data set's name.</param>
/// <param name="Root">Its folder.</param>
/// <param name="Size">The shorter side of frames as the network sees them; null for their own size.</param>
/// <param name="WeightsSha256">The weight file's checksum.</param>
internal sealed record EvalSettings(string DataSet, string Root, int? Size, string WeightsSha256);
