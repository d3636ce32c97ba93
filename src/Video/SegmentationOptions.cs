namespace LiVOS.Video;

/// <summary>How a clip is segmented.</summary>
public sealed record SegmentationOptions
{
    /// <summary>The shorter side of frames as the network sees them; null for their own size.</summary>
    public int? Size { get; init; } = 480;

    /// <summary>Which way objects are followed.</summary>
    public Direction Direction { get; init; }

    /// <summary>Whether each frame's picture comes with its mask.</summary>
    public bool WithPictures { get; init; }

    /// <summary>Whether each frame comes with scores. On a GPU, frames then wait for each other.</summary>
    public bool WithScores { get; init; }

    /// <summary>Whether each frame comes with its objects' probabilities. On a GPU, frames then wait for each other.</summary>
    public bool WithProbabilities { get; init; }

    /// <summary>What happens where frames come faster than they are segmented. <see cref="DropPolicy.Late"/> is forward only.</summary>
    public DropPolicy Drop { get; init; }

    /// <summary>The first frame that is read, where those before need no masks.</summary>
    public int FirstFrame { get; init; }

    /// <summary>The first frame that is given; those from <see cref="FirstFrame"/> on are only computed.</summary>
    public int FirstGiven { get; init; }

    /// <summary>The file of a saved session to go on with, at <see cref="FirstFrame"/>; null to begin anew. Forward only.</summary>
    public string? Session { get; init; }

    /// <summary>The bands of rows in which the network's layers of high resolution run: more need less memory and more time, and give the same masks
    /// (<see cref="Model.Estimation.MemoryEstimate.Within"/> chooses).</summary>
    public int Bands { get; init; } = 1;

    /// <summary>Called with the number of frames that are done, those of the way back included.</summary>
    public Action<int>? Progress { get; init; }

    /// <summary>Whether probabilities leave the device.</summary>
    internal bool ReadsProbabilities => WithScores || WithProbabilities;
}
