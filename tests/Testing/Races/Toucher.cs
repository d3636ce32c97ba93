namespace LiVOS.Testing.Races;

/// <summary>An item at the time of a memory access.</summary>
/// <param name="Group">Its group's number.</param>
/// <param name="Item">Its number in the group.</param>
/// <param name="Phase">The interval between two barriers, counted over all groups from 1.</param>
internal readonly record struct Toucher(int Group, int Item, int Phase)
{
    /// <summary>False for the default value, which stands for no item.</summary>
    public bool Exists => Phase > 0;
}
