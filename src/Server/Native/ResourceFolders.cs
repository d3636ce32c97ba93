using LiVOS.Files;
using LiVOS.Media;
using LiVOS.Video;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>The folders whose clips clients may name. What lies elsewhere is answered like what does not exist.</summary>
/// <param name="roots">The folders.</param>
internal sealed class ResourceFolders(IReadOnlyList<string> roots)
{
    /// <summary>Opens a clip.</summary>
    /// <param name="path">A folder of pictures, a picture or a video, in one of the folders.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="RequestException">It cannot be opened, or lies elsewhere.</exception>
    public async Task<VideoClip> OpenAsync(string? path, CancellationToken cancellation)
    {
        if (roots.Count == 0)
            throw new RequestException(
                StatusCodes.Status403Forbidden, "This server opens no clips of its own disk; start it with --root FOLDER, or send frames to /v1/step.");
        string found = Find(path) ?? throw new RequestException(StatusCodes.Status404NotFound, "There is no such clip in the folders of this server.");
        try
        {
            bool isPicture = !Directory.Exists(found) && !VideoFile.IsVideo(found);
            return isPicture ? VideoClip.Of(FrameFolder.Open([found])) : await VideoClip.OpenAsync(found, cancellation);
        }
        catch (MediaException error)
        {
            throw new RequestException(error.Message);
        }
    }

    private string? Find(string? path)
    {
        if (string.IsNullOrEmpty(path) || path.Contains('\0')) return null;
        foreach (string root in roots)
        {
            string full = Path.GetFullPath(path, Path.GetFullPath(root));
            if (!RealPath.IsWithin(full, root) || !Path.Exists(full)) continue;
            // By its real name: nobody can lead it elsewhere between this and its opening by changing a link on the way.
            return RealPath.Of(full).Path;
        }

        return null;
    }
}
