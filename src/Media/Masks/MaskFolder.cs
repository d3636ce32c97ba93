namespace LiVOS.Media;

/// <summary>Masks as a folder of PNG files, each named like the frame that it belongs to, in the order of their names.</summary>
public sealed class MaskFolder : IMaskSequence
{
    private readonly string[] _paths;
    private readonly Dictionary<string, int> _indexOfName;

    private MaskFolder(string folder, string[] paths)
    {
        (Folder, _paths) = (folder, paths);
        _indexOfName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < paths.Length; i++)
            if (!_indexOfName.TryAdd(Name(i), i))
                throw new MediaException($"'{paths[_indexOfName[Name(i)]]}' and '{paths[i]}' have the same name, "
                    + "so it is not clear which is the mask; remove one.");
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public int Count => _paths.Length;

    /// <summary>Opens a folder; all *.png in it are masks. None is read.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="MediaException">There is no such folder, or two of its masks have one name.</exception>
    public static MaskFolder Open(string path) => new(path, [.. FolderFiles.Of(path, [".png"])]);

    /// <inheritdoc/>
    public string Name(int index) => System.IO.Path.GetFileNameWithoutExtension(_paths[index]);

    /// <inheritdoc/>
    public string Path(int index) => _paths[index];

    /// <summary>The number of the mask of that name, or -1.</summary>
    /// <param name="name">A file name without extension.</param>
    public int IndexOf(string name) => _indexOfName.GetValueOrDefault(name, -1);

    /// <inheritdoc/>
    public IndexMask Read(int index) => Png.ReadMask(_paths[index]);
}
