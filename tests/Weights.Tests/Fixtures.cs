namespace LiVOS.Weights.Tests;

/// <summary>The files beside the tests: checkpoints by PyTorch 1.13, good and hostile, and what the good ones hold.</summary>
static class Fixtures
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "fixtures");

    public static string File(string name) => Path.Combine(Folder, name);

    public static string[] Checkpoints { get; } = [.. Directory.GetFiles(Folder, "*.pth").Order()];
}
