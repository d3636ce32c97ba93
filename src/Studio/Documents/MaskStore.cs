using System.IO.Hashing;
using LiVOS.Media;

namespace LiVOS.Studio.Documents;

/// <summary>The masks of a project, each under a key that follows from its pixels: a mask is written once, and never changed.</summary>
/// <param name="folder">The folder: an indexed PNG for each mask.</param>
/// <param name="width">The masks' width.</param>
/// <param name="height">Their height.</param>
public sealed class MaskStore(string folder, int width, int height)
{
    private const int Kept = 16;

    private readonly Lock _guard = new();
    private readonly LinkedList<(string Key, byte[] Ids)> _recent = [];

    /// <summary>The pixels of a mask.</summary>
    public int Pixels => width * height;

    /// <summary>Keeps a mask.</summary>
    /// <param name="ids">[height, width]: the object id of each pixel, 0 for the background. Not to be changed after.</param>
    /// <returns>Its key.</returns>
    /// <exception cref="MediaException">It cannot be written.</exception>
    public string Add(byte[] ids)
    {
        if (ids.Length != Pixels) throw new ArgumentException($"The mask has {ids.Length} pixels, not {Pixels}.", nameof(ids));
        string key = Convert.ToHexStringLower(XxHash128.Hash(ids));
        if (!File.Exists(PathOf(key)))
            Png.WriteMask(PathOf(key), new LabelMask(width, height, ids, s_everyId, MaskFormat.Indexed));
        Remember(key, ids);
        return key;
    }

    /// <summary>Whether there is a mask of that key.</summary>
    public bool Contains(string key) => IsKey(key) && File.Exists(PathOf(key));

    /// <summary>Reads a mask.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>[height, width]: the object id of each pixel. Not to be changed.</returns>
    /// <exception cref="MediaException">It is not there, or damaged.</exception>
    public byte[] Read(string key)
    {
        if (!IsKey(key)) throw new MediaException($"'{key}' is no mask's key.");
        lock (_guard)
            if (_recent.FirstOrDefault(each => each.Key == key).Ids is byte[] known) return known;
        IndexMask mask = Png.ReadMask(PathOf(key));
        if (mask.Width != width || mask.Height != height || mask.Ids.Any(id => id > byte.MaxValue))
            throw new MediaException($"'{PathOf(key)}' is no mask of this project; restore the project's folder.");
        byte[] ids = [.. mask.Ids.Select(id => (byte)id)];
        Remember(key, ids);
        return ids;
    }

    private static readonly int[] s_everyId = [.. Enumerable.Range(0, 256)];

    private static bool IsKey(string key) => key.Length == 32 && key.All(char.IsAsciiHexDigitLower);

    private string PathOf(string key) => Path.Combine(folder, key + ".png");

    private void Remember(string key, byte[] ids)
    {
        lock (_guard)
        {
            _recent.AddFirst((key, ids));
            if (_recent.Count > Kept) _recent.RemoveLast();
        }
    }
}
