using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>What the objects are, for formats that name it. Categories are numbered from 1.</summary>
public sealed class Categories
{
    private readonly IReadOnlyDictionary<int, string> _ofObjects;
    private readonly string? _others;
    private readonly List<string> _names;

    /// <summary>Categories by object.</summary>
    /// <param name="ofObjects">The category of each object id.</param>
    /// <param name="others">The category of all other objects; null where there are none.</param>
    public Categories(IReadOnlyDictionary<int, string> ofObjects, string? others = null)
    {
        (_ofObjects, _others) = (ofObjects, others);
        _names = [.. ofObjects.OrderBy(each => each.Key).Select(each => each.Value).Concat(others is null ? [] : [others]).Distinct()];
    }

    /// <summary>One category for all objects.</summary>
    /// <param name="name">Its name.</param>
    public Categories(string name) : this(new Dictionary<int, string>(), name)
    {
    }

    /// <summary>All objects are of the category <c>object</c>.</summary>
    public static Categories Default { get; } = new("object");

    /// <summary>All categories, in the order of their numbers.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether an object has a category.</summary>
    public bool Has(int id) => _others is not null || _ofObjects.ContainsKey(id);

    /// <summary>An object's category.</summary>
    /// <exception cref="MediaException">It has none.</exception>
    public string NameOf(int id) => _ofObjects.GetValueOrDefault(id) ?? _others
        ?? throw new MediaException($"Object {id} has no category; name one for it, or one for all other objects.");

    /// <summary>The number of an object's category, from 1.</summary>
    /// <exception cref="MediaException">It has none.</exception>
    public int NumberOf(int id) => _names.IndexOf(NameOf(id)) + 1;
}
