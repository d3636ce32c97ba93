using System.Globalization;
using System.Text.RegularExpressions;

namespace LiVOS.Cli.Tests;

/// <summary>What <c>dotnet format</c> does not look at.</summary>
public sealed class SourceWidthTests
{
    /// <summary>Texts between triple quotes are as wide as what they quote.</summary>
    [Fact]
    public void No_line_is_wider_than_the_editor_configuration_says()
    {
        int widest = int.Parse(
            Regex.Match(File.ReadAllText(Repository.PathOf(".editorconfig")), @"max_line_length = (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        foreach (string folder in (string[])["src", "tests", "bench", "samples", "weights-converter"])
        {
            foreach (string path in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories).Where(IsSource))
            {
                bool isQuoted = false;
                foreach ((int number, string line) in File.ReadLines(path).Index())
                {
                    if (Regex.Count(line, "\"\"\"") % 2 == 1) isQuoted = !isQuoted;
                    else Assert.True(isQuoted || line.Length <= widest, $"{path}, line {number + 1}: {line.Length} characters");
                }
            }
        }

        static bool IsSource(string path) => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin");
    }
}
