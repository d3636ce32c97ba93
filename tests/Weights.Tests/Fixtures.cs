namespace LiVOS.Weights.Tests;

/// <summary>The files beside the tests: checkpoints by PyTorch 1.13, good and hostile, and what the good ones hold.</summary>
internal static class Fixtures
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "fixtures");

    public static string File(string name) => Path.Combine(s_folder, name);

    public static string[] Checkpoints { get; } = [.. Directory.GetFiles(s_folder, "*.pth").Order()];
}
