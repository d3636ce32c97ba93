using LiVOS.Media;

namespace LiVOS.Evaluation;

/// <summary>
/// A folder for results and the paths below it. All paths of results are made here, one name at a time, and none leads out of the folder:
/// neither by its names nor through links within.
/// </summary>
/// <param name="path">The folder, which may be a link itself.</param>
public sealed class ResultFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>A folder in this one.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="MediaException">The name is none, or a link of that name leads elsewhere.</exception>
    public ResultFolder Folder(string name)
    {
        string inner = File(name);
        if (new DirectoryInfo(inner).LinkTarget is not null)
            throw new MediaException($"'{inner}' is a link, through which results would be written elsewhere; remove it, or give another folder for results.");
        return new ResultFolder(inner);
    }

    /// <summary>A file in this folder. (One that is a link is replaced, not followed: <see cref="AtomicFile"/> writes so.)</summary>
    /// <param name="name">Its name, with extension.</param>
    /// <exception cref="MediaException">The name is none.</exception>
    public string File(string name) => System.IO.Path.Combine(path, EntryName.Fault(name) is not string fault ? name : throw new MediaException(
        $"The name '{name}' {fault}, so nothing in '{path}' can be named after it; give it another name."));
}
