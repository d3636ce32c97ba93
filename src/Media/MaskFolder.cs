namespace LiVOS.Media;

/// <summary>Masks as a folder of PNG files, each named like the frame that it belongs to, in the order of their names.</summary>
public sealed class MaskFolder : IMaskSequence
{
    readonly string[] paths;
    readonly Dictionary<string, int> indexOfName;

    MaskFolder(string folder, string[] paths)
    {
        (Folder, this.paths) = (folder, paths);
        indexOfName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < paths.Length; i++)
            if (!indexOfName.TryAdd(Name(i), i))
                throw new MediaException($"'{paths[indexOfName[Name(i)]]}' and '{paths[i]}' have the same name, "
                    + "so it is not clear which is the mask; remove one.");
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public int Count => paths.Length;

    /// <summary>Opens a folder; all *.png in it are masks. None is read.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="MediaException">There is no such folder, or two of its masks have one name.</exception>
    public static MaskFolder Open(string path) => new(path, [.. FolderFiles.Of(path, [".png"])]);

    /// <inheritdoc/>
    public string Name(int index) => System.IO.Path.GetFileNameWithoutExtension(paths[index]);

    /// <inheritdoc/>
    public string Path(int index) => paths[index];

    /// <summary>The number of the mask of that name, or -1.</summary>
    /// <param name="name">A file name without extension.</param>
    public int IndexOf(string name) => indexOfName.GetValueOrDefault(name, -1);

    /// <inheritdoc/>
    public IndexMask Read(int index) => Png.ReadMask(paths[index]);
}
