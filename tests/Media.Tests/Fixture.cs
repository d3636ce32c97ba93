using System.Runtime.InteropServices;

namespace LiVOS.Media.Tests;

/// <summary>The files that fixtures/make_fixtures.py made.</summary>
internal static class Fixture
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "fixtures");

    public static string Of(string name) => Path.Combine(Folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Of(name));

    public static float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(Bytes(name)).ToArray();

    public static TheoryData<string> Names(string folder, string pattern) =>
        [.. Directory.GetFiles(Of(folder), pattern).Select(file => Path.GetFileName(file)!).Order()];
}
