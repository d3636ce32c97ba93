namespace LiVOS.Runtime.Checking;

/// <summary>What an item of the checking executor does.</summary>
internal enum ItemState
{
    Running,
    AtBarrier,
    AtShuffle,
    AtExchange,
    Ended,
}
