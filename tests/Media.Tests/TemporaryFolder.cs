namespace LiVOS.Media.Tests;

/// <summary>A folder of a test's own, removed after it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("livos-media-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Add(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public string Add(string name, Picture picture)
    {
        Png.Write(this[name], picture);
        return this[name];
    }

    public string Add(string name, IndexMask mask)
    {
        Png.WriteMask(this[name], mask);
        return this[name];
    }

    public string[] Files => [.. Directory.GetFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry)!).Order()];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
