namespace LiVOS.Media;

/// <summary>A clip as a folder of pictures, one a frame, in the order of their names.</summary>
public sealed class FrameFolder
{
    static readonly string[] PictureExtensions = [".jpg", ".jpeg", ".png"];

    readonly string[] paths;
    readonly Dictionary<string, int> indexOfName;

    FrameFolder(string[] paths, Dictionary<string, int> indexOfName, int width, int height) =>
        (this.paths, this.indexOfName, Width, Height) = (paths, indexOfName, width, height);

    /// <summary>How many frames there are, at least 1.</summary>
    public int Count => paths.Length;

    /// <summary>The width of all frames in pixels: that of the first.</summary>
    public int Width { get; }

    /// <summary>The height of all frames in pixels: that of the first.</summary>
    public int Height { get; }

    /// <summary>Opens a folder; all *.jpg, *.jpeg and *.png in it are frames, sorted by the ordinal order of their names.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The clip.</returns>
    /// <exception cref="MediaException">
    /// There is no such folder, it holds no frames, two of its frames have one name, or the first frame cannot be read.
    /// </exception>
    public static FrameFolder Open(string path)
    {
        if (File.Exists(path))
            throw new MediaException($"'{path}' is a file, but clips are read from folders of frames; "
                + $"make one with: mkdir frames && ffmpeg -i \"{path}\" -start_number 0 frames/%05d.png");
        string[] paths = [.. FolderFiles.Of(path, PictureExtensions)];
        if (paths.Length == 0)
            throw new MediaException($"The folder '{path}' holds no frames; put the clip's .jpg or .png files there.");
        return Open(paths);
    }

    /// <summary>Opens a clip whose frames are listed.</summary>
    /// <param name="paths">The frames' files in order, at least one.</param>
    /// <returns>The clip.</returns>
    /// <exception cref="MediaException">Two of the frames have one name, or the first frame cannot be read.</exception>
    public static FrameFolder Open(IReadOnlyList<string> paths)
    {
        var indexOfName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < paths.Count; i++)
            if (!indexOfName.TryAdd(NameOf(paths[i]), i))
                throw new MediaException($"'{paths[indexOfName[NameOf(paths[i])]]}' and '{paths[i]}' have the same name, "
                    + "so it is not clear which is the frame; remove one.");
        var first = Picture.Read(paths[0]);
        return new FrameFolder([.. paths], indexOfName, first.Width, first.Height);
    }

    /// <summary>A frame's file name without extension.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public string Name(int index) => NameOf(paths[index]);

    /// <summary>A frame's file.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public string Path(int index) => paths[index];

    /// <summary>The number of the frame of that name, or -1.</summary>
    /// <param name="name">A file name without extension.</param>
    public int IndexOf(string name) => indexOfName.GetValueOrDefault(name, -1);

    /// <summary>Reads a frame.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The picture, of the clip's size.</returns>
    /// <exception cref="MediaException">The frame cannot be read, is damaged, or has not the clip's size.</exception>
    public Picture Read(int index)
    {
        var picture = Picture.Read(paths[index]);
        if (picture.Width != Width || picture.Height != Height)
            throw new MediaException($"The frame '{paths[index]}' is {picture.Width}x{picture.Height}, "
                + $"but the clip's first frame is {Width}x{Height}; scale all frames to one size.");
        return picture;
    }

    static string NameOf(string path) => System.IO.Path.GetFileNameWithoutExtension(path);
}
