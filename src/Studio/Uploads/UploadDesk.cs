using LiVOS.Files;
using LiVOS.Media;
using LiVOS.Media.Surveys;
using LiVOS.Studio.Documents;
using LiVOS.Video;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Studio.Uploads;

/// <summary>Brings clips from the page into the folder of clips.</summary>
/// <param name="most">The most bytes of one.</param>
internal sealed class UploadDesk(long most)
{
    /// <summary>The most frames of one.</summary>
    public const int MostFiles = 100_000;

    private const int MostAtATime = 4;

    private int _running;

    /// <summary>The most bytes of one.</summary>
    public long Most => most;

    /// <summary>Says what keeps a clip from being brought, before it is sent.</summary>
    /// <param name="folder">Where to, a folder that is there.</param>
    /// <param name="name">The name of a folder of pictures; null for any.</param>
    /// <param name="files">The files' names.</param>
    /// <param name="bytes">Their bytes.</param>
    /// <exception cref="StudioException">Something does.</exception>
    public void Check(string folder, string? name, IReadOnlyList<string> files, long bytes)
    {
        if (files.Count == 0) throw new StudioException("There is no video and no picture; choose one video, or pictures.");
        if (files.Count > MostFiles) throw new StudioException($"There are {files.Count} files; a clip has {MostFiles} at most.");
        UploadPlan plan = UploadPlan.Of(folder, name, files[0], files.Count);
        foreach (string file in files) plan.RequireFile(file);
        if (bytes > most) throw TooLarge(folder);
        if (new DriveInfo(folder).AvailableFreeSpace < bytes)
            throw new StudioException($"The disk of '{folder}' has no room for {Size(bytes)}; free some, or start livos studio in another folder.");
    }

    /// <summary>Receives a clip.</summary>
    /// <param name="folder">Where to, a folder that is there.</param>
    /// <param name="name">The name of a folder of pictures; null for any.</param>
    /// <param name="count">How many files come.</param>
    /// <param name="parts">The files.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>The clip's path. It can be opened as a clip.</returns>
    /// <exception cref="StudioException">It cannot be brought.</exception>
    /// <exception cref="RequestException">It did not come whole.</exception>
    public async Task<string> ReceiveAsync(string folder, string? name, int count, IAsyncEnumerable<FormPart> parts, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _running) > MostAtATime)
        {
            Interlocked.Decrement(ref _running);
            throw new StudioException("Other clips are on their way; wait for one of them.");
        }

        try
        {
            using UploadFolder upload = UploadFolder.In(folder);
            UploadPlan plan = await WriteAsync(folder, name, count, upload.Path, parts, cancellation);
            await RequireClipAsync(plan, upload.Path, cancellation);
            if (plan.IsVideo) File.Move(Path.Combine(upload.Path, plan.Name), plan.Target);
            else Directory.Move(upload.Path, plan.Target);
            return plan.Target;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or (IOException and not BadHttpRequestException))
        {
            throw new StudioException(DiskFull.IsCauseOf(error) ? $"The disk of '{folder}' is full; free some of it."
                : $"Nothing can be written to '{folder}' ({error.Message.TrimEnd('.')}); start livos studio in another folder.");
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task<UploadPlan> WriteAsync(
        string folder, string? name, int count, string into, IAsyncEnumerable<FormPart> parts, CancellationToken cancellation)
    {
        UploadPlan? plan = null;
        int files = 0;
        long left = most;
        await foreach (FormPart part in parts.WithCancellation(cancellation))
        {
            string file = part.FileName ?? "";
            plan ??= UploadPlan.Of(folder, name, file, count);
            plan.RequireFile(file);
            if (++files > Math.Min(count, MostFiles)) throw new StudioException("More files came than were announced; try again.");
            using var to = new FileStream(Path.Combine(into, file), FileMode.CreateNew, FileAccess.Write);
            await FormBody.CopyAsync(part, to, cancellation);
            left -= to.Length;
            if (left < 0) throw TooLarge(folder);
        }

        return files == count && plan is not null ? plan : throw new StudioException($"{files} of {count} files came; try again.");
    }

    /// <summary>Refuses what cannot be opened as a clip.</summary>
    private static async Task RequireClipAsync(UploadPlan plan, string folder, CancellationToken cancellation)
    {
        string path = plan.IsVideo ? Path.Combine(folder, plan.Name) : folder;
        try
        {
            await using VideoClip clip = await VideoClip.OpenAsync(path, cancellation);
            if (!plan.IsVideo) RequireOneSize(FrameFolder.Open(path));
        }
        catch (MediaException error)
        {
            throw new StudioException(error.Message.Replace(path, plan.Name, StringComparison.Ordinal));
        }
    }

    private static void RequireOneSize(FrameFolder frames)
    {
        var problems = new Problems();
        FrameSizes.Check([.. Enumerable.Range(0, frames.Count).Select(frames.Path)], problems);
        if (problems.All is [string first, ..]) throw new MediaException(first);
    }

    private static string Size(long bytes) =>
        bytes < 1_000_000_000 ? $"{(bytes + 999_999) / 1_000_000} MB" : FormattableString.Invariant($"{bytes / 1e9:0.#} GB");

    private StudioException TooLarge(string folder) =>
        new($"This is more than {Size(most)}, the most that the page takes; put the clip into '{folder}' and open it there.");
}
