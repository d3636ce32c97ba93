using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

internal static class MaskFiles
{
    /// <summary>Writes a mask into a test's folder; folders on its way are made.</summary>
    public static void Add(this TemporaryFolder folder, string name, IndexMask mask)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        Png.WriteMask(folder[name], mask);
    }
}
