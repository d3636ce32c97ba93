using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>A list of small clips in a folder of its own, all of one frame folder and with the mask's square at other places.</summary>
internal sealed class ListedClips : IDisposable
{
    private readonly MadeUpClip _clip = new(Frames);

    public const int Frames = 6;

    public ListedClips(int count)
    {
        Names = [.. Enumerable.Range(0, count).Select(i => $"clip-{i}")];
        foreach (string name in Names) Png.WriteMask(_clip[$"{name}.png"], MadeUpClip.Square(Array.IndexOf(Names, name), id: 1 + Array.IndexOf(Names, name)));
        WriteList("out");
    }

    /// <summary>The clips' names.</summary>
    public string[] Names { get; }

    /// <summary>The list.</summary>
    public string List => _clip["clips.csv"];

    /// <summary>A path in the folder.</summary>
    public string this[string name] => _clip[name];

    /// <summary>Writes the list, with results in a folder.</summary>
    public void WriteList(string results) =>
        File.WriteAllLines(List, ["out,clip,masks", .. Names.Select(name => $"{results}/{name},frames,\"{name}.png\"")]);

    /// <summary>The command line.</summary>
    public string[] Command(params string[] more) => ["segment", "--list", List, "--size", "48", "--device", "cpu", .. more];

    /// <summary>Runs it in this process.</summary>
    public Task<Outcome> RunAsync(params string[] more) => Livos.RunAsItStandsAsync(Command(more));

    /// <summary>All masks below a folder, by their paths.</summary>
    public SortedDictionary<string, string> Masks(string results) => new(
        Directory.EnumerateFiles(_clip[results], "*.png", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(_clip[results], path), path => Convert.ToHexString(File.ReadAllBytes(path))));

    /// <summary>The clips that are marked as done.</summary>
    public string[] Done(string results) => Directory.Exists(_clip[results])
        ? [.. Directory.GetFiles(_clip[results], "*.done").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)] : [];

    public void Dispose() => _clip.Dispose();
}
