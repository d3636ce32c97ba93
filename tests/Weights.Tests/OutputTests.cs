using System.Diagnostics;

namespace LiVOS.Weights.Tests;

/// <summary>What is converted is never written over, and nothing half-written stays.</summary>
public sealed class OutputTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableTheory]
    [InlineData("itself")]
    [InlineData("with dots")]
    [InlineData("a symbolic link")]
    [InlineData("a link to a link")]
    [InlineData("a hard link")]
    [InlineData("a linked folder")]
    public void TheInputIsNotWrittenOver(string how)
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need rights there.");
        byte[] before = Checkpoints.Zip(Checkpoints.Tiny, 1);
        string input = folder.Add("in.pth", before), output = folder["other"];
        switch (how)
        {
            case "itself": output = input; break;
            case "with dots": output = Path.Combine(Directory.CreateDirectory(folder["x"]).FullName, "..", ".", "in.pth"); break;
            case "a symbolic link": File.CreateSymbolicLink(output, input); break;
            case "a link to a link":
                File.CreateSymbolicLink(folder["first"], "in.pth");
                File.CreateSymbolicLink(output, folder["first"]);
                break;
            case "a hard link": Process.Start("ln", [input, output]).WaitForExit(); break;
            default:
                Directory.CreateSymbolicLink(folder["linked"], Path.GetDirectoryName(input)!);
                output = Path.Combine(folder["linked"], "in.pth");
                break;
        }
        foreach ((string from, string to) in new[] { (input, output), (output, input) })
            Assert.Equal($"{to} is the file to convert; give another name for the result.", Assert.Throws<WeightsException>(() => Converter.Convert(from, to)).Message);
        Assert.Equal(before, File.ReadAllBytes(input));
    }

    [SkippableFact]
    public void DevicesAndFoldersAreNotReplaced()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems have other devices.");
        string input = folder.Add("in.pth", Checkpoints.Zip(Checkpoints.Tiny, 1));
        Directory.CreateDirectory(folder["taken"]);
        foreach (string output in new[] { "/dev/null", folder["taken"] })
            Assert.StartsWith($"{output} cannot be written: ", Assert.Throws<WeightsException>(() => Converter.Convert(input, output)).Message);
        Assert.Equal(["in.pth", "taken"], folder.Files);
    }

    /// <summary>Cancelled at the first read, and at later ones.</summary>
    [Theory]
    [InlineData("in.pth")]
    [InlineData("in.safetensors")]
    public void ACancelledConversionLeavesNothing(string name)
    {
        string pth = folder.Add("in.pth", Checkpoints.Zip(Checkpoints.Tiny, 1));
        Converter.Convert(pth, folder["in.safetensors"]);
        File.WriteAllText(folder["out"], "before");
        using CancellationTokenSource source = new();
        using ITensorSource opened = WeightFile.Open(folder[name], source.Token);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => opened.ReadFloats("pix_projector.layer.weight"));
        Assert.Throws<OperationCanceledException>(() => Converter.Convert(folder[name], folder["out"], cancellation: source.Token));
        Assert.Equal(["in.pth", "in.safetensors", "out"], folder.Files);
        Assert.Equal("before", File.ReadAllText(folder["out"]));
    }

    [Fact]
    public void WhatAKilledConversionLeftIsRemovedByTheNext()
    {
        string left = $".livos-{new string('0', 32)}.tmp";
        foreach (string name in new[] { left, ".livos-notes.tmp", "out.tmp" })
            File.WriteAllText(folder[name], "half");
        Converter.Convert(folder.Add("in.pth", Checkpoints.Zip(Checkpoints.Tiny, 1)), folder["out"]);
        Assert.Equal([".livos-notes.tmp", "in.pth", "out", "out.tmp"], folder.Files);
    }
}
