using System.IO.Compression;
using LiVOS.Media;
using LiVOS.Studio.Documents;
using LiVOS.Video;

namespace LiVOS.Studio.Exports;

/// <summary>Writes a project's masks in the formats of other programs, to the folder <c>exports</c> of the project.</summary>
/// <param name="project">The project.</param>
internal sealed class ExportDesk(StudioProject project)
{
    /// <summary>The formats. Those with a file name's ending are videos.</summary>
    public static IReadOnlyList<string> Formats { get; } =
        [.. OutputFormat.Names.Where(name => name != OutputFormat.Soft), "overlay.mp4", "matte.mp4", "greenscreen.mp4", "alpha.mov", "alpha.webm"];

    /// <summary>Writes the masks.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="progress">Told how many frames are written.</param>
    /// <param name="cancellation">Stops it; what is not whole is removed.</param>
    /// <returns>The folder or file.</returns>
    /// <exception cref="StudioException">There is no such format, or there are no masks.</exception>
    /// <exception cref="MediaException">A frame cannot be read, or a result not be written.</exception>
    public async Task<string> WriteAsync(string format, Action<int> progress, CancellationToken cancellation)
    {
        if (!Formats.Contains(format)) throw new StudioException($"There is no format '{format}'; there are {string.Join(", ", Formats)}.");
        (SortedList<int, string> keys, ObjectRecord[] objects) = Snapshot();
        if (keys.Count == 0) throw new StudioException("There are no masks yet; draw one, then run.");

        string path = PathOf(format);
        Remove(path);
        await using IFrameOutput output = Create(format, path, objects);
        IFrameList list = project.Clip.Frames;
        var frames = new MaskedFrames(
            list, new ProjectMasks(keys, project.Masks, list, PaletteOf(objects)), [.. keys.Keys], output.WantsPictures ? project.Clip : null);
        int written = 0;
        await foreach (SegmentedFrame frame in frames.ReadAsync(cancellation))
        {
            await output.WriteAsync(frame);
            progress(++written);
        }
        await output.CompleteAsync();
        return path;
    }

    /// <summary>Gives what was written as one file.</summary>
    /// <param name="format">The format.</param>
    /// <param name="stream">Receives the file, or the folder as a ZIP archive.</param>
    /// <exception cref="StudioException">It was not written yet.</exception>
    public async Task SendAsync(string format, Stream stream)
    {
        string path = PathOf(format);
        await using FileStream file = File.Exists(path) ? File.OpenRead(path) : await Task.Run(() => Zipped(path));
        await file.CopyToAsync(stream);
    }

    /// <summary>The name of what <see cref="SendAsync"/> gives.</summary>
    /// <exception cref="StudioException">It was not written yet.</exception>
    public string FileNameOf(string format)
    {
        if (!Formats.Contains(format)) throw new StudioException($"There is no format '{format}'.");
        string name = Path.GetFileNameWithoutExtension(project.ClipName);
        if (File.Exists(PathOf(format))) return $"{name}-{format}";
        if (Directory.Exists(PathOf(format))) return $"{name}-{format}.zip";
        throw new StudioException($"Nothing was exported as '{format}' yet; export it first.");
    }

    /// <summary>A folder as an archive, whose file goes when it is closed.</summary>
    private static FileStream Zipped(string folder)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        ZipFile.CreateFromDirectory(folder, file);
        file.Position = 0;
        return file;
    }

    private static bool IsVideo(string format) => format.Contains('.', StringComparison.Ordinal);

    private string PathOf(string format) => Path.Combine(project.FolderOf("exports"), format);

    private static void Remove(string path)
    {
        if (File.Exists(path)) File.Delete(path);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    private (SortedList<int, string> Keys, ObjectRecord[] Objects) Snapshot()
    {
        lock (project.Guard)
        {
            var keys = new SortedList<int, string>();
            foreach ((int frame, FrameRecord record) in project.Document.Frames)
                if (record.Mask is string key) keys.Add(frame, key);
            return (keys, [.. project.Document.Objects.Values]);
        }
    }

    private IFrameOutput Create(string format, string path, ObjectRecord[] objects)
    {
        if (IsVideo(format))
            return new VideoOutput(path, OutputFormat.StyleOf(Path.GetFileNameWithoutExtension(format))!.Value, OptionsOf(project.Clip as VideoFile));
        string name = Path.GetFileNameWithoutExtension(project.ClipName);
        Directory.CreateDirectory(path);
        return OutputFormat.Create(format, path, new ClipInfo(name, project.Clip.FileNameOf) { Categories = CategoriesOf(objects) });
    }

    private static VideoOutputOptions OptionsOf(VideoFile? video) =>
        new(video?.Rate ?? FrameRate.OfPictures) { ColorsOf = video };

    private static Categories CategoriesOf(ObjectRecord[] objects) => new(objects.ToDictionary(each => each.Id, each => each.Name), "object");

    /// <summary>The usual colours, but the objects' own for them.</summary>
    private static Palette PaletteOf(ObjectRecord[] objects)
    {
        byte[] rgb = Palette.Davis.Rgb.ToArray();
        foreach (ObjectRecord each in objects) Convert.FromHexString(each.Color.AsSpan(1)).CopyTo(rgb, each.Id * 3);
        return new Palette(rgb);
    }
}
