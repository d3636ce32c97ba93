using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>Makes the folders of results.</summary>
internal static class OutputFolders
{
    /// <summary>Makes a folder, if it is not there.</summary>
    /// <exception cref="MediaException">It cannot be made.</exception>
    public static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new MediaException($"The folder '{folder}' for results cannot be made ({error.Message.TrimEnd('.')}); give another.", error);
        }
    }
}
