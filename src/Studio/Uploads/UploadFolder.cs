using LiVOS.Files;

namespace LiVOS.Studio.Uploads;

/// <summary>Where an upload lies until it is whole: a folder beside the place that it shall have, with a hidden name of its own. It goes with this
/// object; what a killed program left goes when the next upload begins there.</summary>
internal sealed class UploadFolder : IDisposable
{
    private const string Ending = ".upload";

    private readonly TemporaryFile _mark; // of the same name but for its ending, and locked: whose mark is gone is nobody's

    private UploadFolder(TemporaryFile mark, string path) => (_mark, Path) = (mark, path);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Begins one.</summary>
    /// <param name="folder">The folder in which the upload shall lie.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static UploadFolder In(string folder)
    {
        TemporaryFile.Clean(folder);
        foreach (string left in Directory.GetDirectories(folder, $".*{Ending}").Where(IsLeft)) Directory.Delete(left, recursive: true);
        TemporaryFile mark = TemporaryFile.Beside(System.IO.Path.Combine(folder, Ending));
        try
        {
            return new UploadFolder(mark, Directory.CreateDirectory(System.IO.Path.ChangeExtension(mark.Path, Ending)).FullName);
        }
        catch
        {
            mark.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
        _mark.Dispose();
    }

    private static bool IsLeft(string folder)
    {
        string mark = System.IO.Path.ChangeExtension(folder, ".tmp");
        return TemporaryFile.IsName(System.IO.Path.GetFileName(mark)) && !File.Exists(mark);
    }
}
