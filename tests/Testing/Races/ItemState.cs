namespace LiVOS.Testing.Races;

/// <summary>The state of an item in the race checker.</summary>
internal enum ItemState
{
    Running,
    AtBarrier,
    AtShuffle,
    AtExchange,
    Ended,
}
