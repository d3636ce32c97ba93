namespace LiVOS.Media;

/// <summary>The files of a folder that are meant.</summary>
internal static class FolderFiles
{
    /// <summary>
    /// Lists the files with one of the extensions (in any case), in the natural order of their names; hidden ones are left out.
    /// </summary>
    /// <exception cref="MediaException">There is no such folder, or it cannot be read.</exception>
    public static IEnumerable<string> Of(string folder, string[] extensions)
    {
        try
        {
            return Directory.GetFiles(folder)
                .Where(file => !Path.GetFileName(file).StartsWith('.'))
                .Where(file => extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .OrderBy(file => NameComparer.FormOf(Path.GetFileName(file)), NaturalOrder.Comparer)
                .ThenBy(file => file, StringComparer.Ordinal);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new MediaException($"There is no folder '{folder}'; check the name.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MediaException($"The folder '{folder}' cannot be read ({error.Message.TrimEnd('.')}); check its permissions.", error);
        }
    }
}
