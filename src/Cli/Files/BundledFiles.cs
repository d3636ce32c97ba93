namespace LiVOS.Cli.Files;

/// <summary>The files that come with the program, in its folder.</summary>
internal static class BundledFiles
{
    /// <summary>The small model.</summary>
    public static string Weights => Path("models", "livos-nano.safetensors");

    /// <summary>The demo's clip: <c>frames</c> and <c>truth</c>.</summary>
    public static string Clip => Path("samples", "blackswan");

    /// <summary>The goldens.</summary>
    public static string Goldens => Path("goldens");

    private static string Path(params ReadOnlySpan<string> names) => System.IO.Path.Combine([AppContext.BaseDirectory, .. names]);
}
