namespace LiVOS.Video;

/// <summary>Which way objects are followed from their given masks.</summary>
public enum Direction
{
    /// <summary>To the clip's end. Frames before the first mask get none.</summary>
    Forward,

    /// <summary>To the clip's beginning. Frames after the last mask get none.</summary>
    Backward,

    /// <summary>Both ways. Between two given masks a frame takes the run from the nearer one.</summary>
    Both,
}
