using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>A folder of a test's own, removed after it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    readonly string path = Directory.CreateTempSubdirectory("livos-evaluation-").FullName;

    public string this[string name] => Path.Combine(path, name);

    /// <summary>Writes a mask; folders are made.</summary>
    public void Add(string name, IndexMask mask)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        Png.WriteMask(this[name], mask);
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
