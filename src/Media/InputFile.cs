namespace LiVOS.Media;

/// <summary>Reads whole input files, with errors for the user.</summary>
static class InputFile
{
    /// <summary>No picture that is taken needs a larger file.</summary>
    const long LongestFile = 1L << 30;

    public static byte[] Read(string path)
    {
        using FileStream file = Open(path, buffer: 0);
        try
        {
            if (file.Length > LongestFile)
                throw new MediaException($"'{path}' holds {file.Length} bytes, more than a picture can need; "
                    + "check that it is the file you mean.");
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException error)
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>Opens a picture file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="buffer">Bytes that are read at least at a time; 0 for as many as are asked for.</param>
    public static FileStream Open(string path, int buffer = 1024)
    {
        try
        {
            if (Directory.Exists(path))
                throw new MediaException($"'{path}' is a folder where a picture file is needed; name a file in it.");
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, buffer);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MediaException($"There is no file '{path}'; check the name.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>The error for the user.</summary>
    public static MediaException Unreadable(string path, Exception error) =>
        new($"'{path}' cannot be read ({error.Message.TrimEnd('.')}); check the file and its permissions.", error);
}
