namespace LiVOS.Packages.Tests;

/// <summary>The README's samples as programs.</summary>
internal static class ReadmeSample
{
    /// <summary>The samples, as they stand there.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. File.ReadAllText(Repository.PathOf("README.md")).Split("```csharp\n").Skip(1).Select(text => text.Split("```")[0])];

    /// <summary>The first one, which writes a mask for every frame of a folder.</summary>
    public static string Program { get; } = "using LiVOS.Media;\nusing LiVOS.Model;\nusing LiVOS.Runtime.Cpu;\n" + All[0];
}
