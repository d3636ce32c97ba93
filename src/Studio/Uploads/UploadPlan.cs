using LiVOS.Media;
using LiVOS.Studio.Documents;

namespace LiVOS.Studio.Uploads;

/// <summary>A clip that is to be brought into a folder: a video, or pictures.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Name">What the clip shall be called there: the video's file, or the folder of the pictures.</param>
/// <param name="IsVideo">Whether it is a video.</param>
internal sealed record UploadPlan(string Folder, string Name, bool IsVideo)
{
    /// <summary>The endings of the names of videos, in lower case.</summary>
    public static IReadOnlyList<string> VideoEndings { get; } = [".mp4", ".mov", ".mkv", ".webm", ".avi", ".mts", ".m4v", ".mpg", ".y4m", ".gif"];

    private const string ProjectEnding = ".livos";

    /// <summary>Where the clip will lie.</summary>
    public string Target => Path.Combine(Folder, Name);

    /// <summary>Plans it.</summary>
    /// <param name="folder">The folder, which is there.</param>
    /// <param name="name">The name of a folder of pictures; a video has its own.</param>
    /// <param name="first">The name of the first file.</param>
    /// <param name="count">How many files there are.</param>
    /// <exception cref="StudioException">It cannot be brought.</exception>
    public static UploadPlan Of(string folder, string? name, string first, int count)
    {
        bool isVideo = count == 1 && HasEnding(first, VideoEndings);
        var plan = new UploadPlan(folder, isVideo ? first : name ?? FreeName(folder), isVideo);
        RequireName(plan.Name);
        if (!isVideo && plan.Name.EndsWith(ProjectEnding, StringComparison.OrdinalIgnoreCase))
            throw new StudioException($"'{plan.Name}' is called like a project; give the folder of frames another name.");
        if (Path.Exists(plan.Target))
            throw new StudioException($"There is a '{plan.Name}' in '{folder}' already; open that, or give yours another name.");
        string project = Path.ChangeExtension(plan.Target, null) + ProjectEnding;
        if (Path.Exists(project))
            throw new StudioException($"There is a project '{Path.GetFileName(project)}' in '{folder}' already; open that, or give your clip another name.");
        return plan;
    }

    /// <summary>Refuses a file that is neither the plan's video nor a picture.</summary>
    /// <exception cref="StudioException">It is neither.</exception>
    public void RequireFile(string name)
    {
        RequireName(name);
        if (!HasEnding(name, IsVideo ? VideoEndings : PictureFile.Extensions))
            throw new StudioException($"'{name}' is no video and no picture of a kind that is read; choose one video, or pictures.");
    }

    private static void RequireName(string name)
    {
        string? fault = EntryName.Fault(name) ?? (name.StartsWith('.') ? "begins with a dot" : null);
        if (fault is not null) throw new StudioException($"The name '{name}' {fault}, so no file is called so here; rename it.");
    }

    private static bool HasEnding(string name, IReadOnlyList<string> endings) => endings.Contains(Path.GetExtension(name).ToLowerInvariant());

    private static string FreeName(string folder) => Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? "frames" : $"frames-{i}")
        .First(name => !Path.Exists(Path.Combine(folder, name)) && !Path.Exists(Path.Combine(folder, name + ProjectEnding)));
}
