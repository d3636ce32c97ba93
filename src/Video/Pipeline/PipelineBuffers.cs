using LiVOS.Model;
using LiVOS.Model.Session;
using LiVOS.Runtime;

namespace LiVOS.Video;

/// <summary>The buffers that a <see cref="VideoSegmenter"/> needs beside its session: how many there are, and how large. It makes them by these
/// numbers, and <see cref="Bytes"/> adds the same numbers up.</summary>
/// <param name="device">What computes.</param>
/// <param name="geometry">The session's sizes.</param>
/// <param name="withPictures">Whether the frames' pictures are given with their masks.</param>
/// <param name="withProbabilities">Whether probabilities are read.</param>
/// <param name="drop">What happens where frames come faster than they are segmented.</param>
public sealed class PipelineBuffers(
    Device device, FrameGeometry geometry, bool withPictures, bool withProbabilities = false, DropPolicy drop = DropPolicy.Block)
{
    /// <summary>Above this many pixels, pictures are so large, and computing so slow, that one read ahead and one waiting are enough.</summary>
    private const int LargePicture = 8_000_000;

    /// <summary>How frames get to the device. Probabilities are what the device holds of the last frame, so the next one waits for them.</summary>
    internal FramePath Path { get; } = withProbabilities ? FramePath.Of(device, geometry) with { InFlight = 1 } : FramePath.Of(device, geometry);

    /// <summary>Frames between reading and computing. Where late ones are dropped, none waits there and grows old.</summary>
    internal int Inputs => drop == DropPolicy.Late || Pixels > LargePicture ? 1 : 2;

    /// <summary>Results between computing and writing, with the one that is computed.</summary>
    internal int Results => Inputs + 1;

    /// <summary>Floats of an input; 0 where frames go to the device as bytes.</summary>
    internal int FloatsOfInput => Path.ResizesOnHost ? 3 * geometry.Height * geometry.Width : 0;

    /// <summary>Labels of a result.</summary>
    internal int LabelsOfResult => geometry.SourceHeight * geometry.SourceWidth;

    /// <summary>The memory that it takes beside its session, with what is needed to decode one picture and to pack one.</summary>
    public long Bytes
    {
        get
        {
            long picture = 3 * Pixels, givenMask = sizeof(int) * Pixels;
            long buffers = Inputs * sizeof(float) * (long)FloatsOfInput + Results * (long)LabelsOfResult;
            long pictures = (Inputs + (withPictures ? Results : 0) + (drop == DropPolicy.Late ? 2 : 0)) * picture;
            long coding = (2 + (withPictures ? 3 : 1)) * picture;
            return buffers + givenMask + pictures + coding;
        }
    }

    private long Pixels => (long)geometry.SourceHeight * geometry.SourceWidth;
}
