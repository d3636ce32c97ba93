namespace LiVOS.Studio.Runs;

/// <summary>Which way objects are followed from a frame.</summary>
public enum RunDirection
{
    /// <summary>To the clip's end.</summary>
    Forward,

    /// <summary>To its beginning.</summary>
    Backward,

    /// <summary>To its end, then to its beginning.</summary>
    Both,
}
