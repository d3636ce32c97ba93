namespace LiVOS.Video;

/// <summary>What happens where frames come faster than they are segmented.</summary>
public enum DropPolicy
{
    /// <summary>Reading waits: every frame gets a mask. A live source falls behind by as much as its sender keeps.</summary>
    Block,

    /// <summary>The newest frame is taken, and those that came meanwhile are dropped, but for frames with a given mask. For cameras and live streams.</summary>
    Late,
}
