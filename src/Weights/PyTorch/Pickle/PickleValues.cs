namespace LiVOS.Weights.PyTorch.Pickle;

// A pickle's other values are C#'s own: null, bool, long, double, string, object?[] for tuples, List<object?> for lists and sets.

/// <summary>A dict, its items in the order in which they were set; the last of equal keys counts.</summary>
internal sealed class PickleDict
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];
}

/// <summary>Something named by module and name; only names of a closed list come to be one.</summary>
internal sealed record PickleGlobal(string Name);

/// <summary>Something that was built by a harmless name and that nothing here looks into, such as a set or a NumPy number.</summary>
internal sealed class PickleOpaque
{
    public static PickleOpaque Instance { get; } = new();
}
