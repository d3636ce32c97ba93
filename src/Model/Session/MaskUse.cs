namespace LiVOS.Model;

/// <summary>What a mask says about objects that are known already. New ones are always introduced.</summary>
public enum MaskUse
{
    /// <summary>Objects that it shows get exactly this mask; the others stay as predicted.</summary>
    Correct,

    /// <summary>Nothing: it only introduces objects. Known ones stay as predicted, also those that it shows.</summary>
    Add,

    /// <summary>All of it is true: objects that it does not show are nowhere in this frame.</summary>
    Replace,
}
