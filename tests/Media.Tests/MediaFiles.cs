namespace LiVOS.Media.Tests;

/// <summary>Writes pictures and masks into a test's folder.</summary>
internal static class MediaFiles
{
    public static string Add(this TemporaryFolder folder, string name, Picture picture)
    {
        Png.Write(folder[name], picture);
        return folder[name];
    }

    public static string Add(this TemporaryFolder folder, string name, IndexMask mask)
    {
        Png.WriteMask(folder[name], mask);
        return folder[name];
    }
}
