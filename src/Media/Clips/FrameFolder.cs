using LiVOS.Media.Surveys;

namespace LiVOS.Media;

/// <summary>A clip as a folder of pictures, one a frame, in the natural order of their names.</summary>
public sealed class FrameFolder : IFrameList
{
    private readonly string[] _paths;
    private readonly Dictionary<string, int> _indexOfName;
    private readonly Lazy<Dictionary<string, int[]>> _framesOfNumber;

    private FrameFolder(string[] paths, Dictionary<string, int> indexOfName, int width, int height)
    {
        (_paths, _indexOfName, Width, Height) = (paths, indexOfName, width, height);
        _framesOfNumber = new(() => Enumerable.Range(0, Count)
            .Where(frame => NameNumber.Of(Name(frame)) is not null)
            .GroupBy(frame => NameNumber.Of(Name(frame))!)
            .ToDictionary(group => group.Key, group => group.ToArray()));
    }

    /// <inheritdoc/>
    public int Count => _paths.Length;

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <summary>Opens a folder; all pictures in it are frames, in the natural order of their names. Only the first one's header is read.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The clip.</returns>
    /// <exception cref="MediaException">
    /// There is no such folder, it holds no frames, two of its frames have one name, or the first frame cannot be read.
    /// </exception>
    public static FrameFolder Open(string path) => Open(FrameFiles.Of(path).Paths);

    /// <summary>Opens a clip whose frames are listed.</summary>
    /// <param name="paths">The frames' files in order, at least one.</param>
    /// <returns>The clip.</returns>
    /// <exception cref="MediaException">Two of the frames have one name, or the first frame cannot be read.</exception>
    public static FrameFolder Open(IReadOnlyList<string> paths)
    {
        var problems = new Problems();
        var size = PictureFile.ReadSize(paths[0]);
        FrameFolder frames = Of(paths, size.Width, size.Height, problems);
        return problems.All is [string first, ..] ? throw new MediaException(first) : frames;
    }

    /// <summary>Makes a clip whose frames' size is known.</summary>
    /// <param name="paths">The frames' files in order, at least one.</param>
    /// <param name="width">The frames' width.</param>
    /// <param name="height">The frames' height.</param>
    /// <param name="problems">Takes frames that have one name.</param>
    internal static FrameFolder Of(IReadOnlyList<string> paths, int width, int height, Problems problems)
    {
        var indexOfName = new Dictionary<string, int>(NameComparer.Instance);
        for (int i = 0; i < paths.Count; i++)
            if (!indexOfName.TryAdd(NameOf(paths[i]), i))
                problems.Add(
                    $"'{paths[indexOfName[NameOf(paths[i])]]}' and '{paths[i]}' have the same name, so it is not clear which is the frame; remove one.", i);
        return new FrameFolder([.. paths], indexOfName, width, height);
    }

    /// <summary>A frame's file name without extension.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public string Name(int index) => NameOf(_paths[index]);

    /// <inheritdoc/>
    public IReadOnlyList<int> WithNumber(string number) => _framesOfNumber.Value.GetValueOrDefault(number, []);

    /// <summary>A frame's file.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public string Path(int index) => _paths[index];

    /// <summary>The number of the frame of that name, or -1. Accents may be composed or not.</summary>
    /// <param name="name">A file name without extension.</param>
    public int IndexOf(string name) => _indexOfName.GetValueOrDefault(name, -1);

    /// <summary>Reads a frame.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="buffer">The pixels of a picture of the clip that is done with, to be used again.</param>
    /// <returns>The picture, of the clip's size.</returns>
    /// <exception cref="MediaException">The frame cannot be read, is damaged, or is not of the clip's size.</exception>
    public Picture Read(int index, byte[]? buffer = null)
    {
        var picture = Picture.Read(_paths[index], buffer);
        if (picture.Width != Width || picture.Height != Height)
            throw new MediaException($"The frame '{_paths[index]}' is {picture.Width}x{picture.Height}, "
                + $"but the clip's frames are {Width}x{Height}; scale all frames to one size.");
        return picture;
    }

    private static string NameOf(string path) => System.IO.Path.GetFileNameWithoutExtension(path);
}
