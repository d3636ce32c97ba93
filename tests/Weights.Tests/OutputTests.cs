using System.Diagnostics;

namespace LiVOS.Weights.Tests;

/// <summary>What is converted is never written over, and nothing half-written stays.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
        string input = _folder.Add("in.pth", before), output = _folder["other"];
        switch (how)
        {
            case "itself": output = input; break;
            case "with dots": output = Path.Combine(Directory.CreateDirectory(_folder["x"]).FullName, "..", ".", "in.pth"); break;
            case "a symbolic link": File.CreateSymbolicLink(output, input); break;
            case "a link to a link":
                File.CreateSymbolicLink(_folder["first"], "in.pth");
                File.CreateSymbolicLink(output, _folder["first"]);
                break;
            case "a hard link": Process.Start("ln", [input, output]).WaitForExit(); break;
            default:
                Directory.CreateSymbolicLink(_folder["linked"], Path.GetDirectoryName(input)!);
                output = Path.Combine(_folder["linked"], "in.pth");
                break;
        }
        foreach ((string from, string to) in new[] { (input, output), (output, input) })
            Assert.Equal(
                $"{to} is the file to convert; give another name for the result.", Assert.Throws<WeightsException>(() => Converter.Convert(from, to)).Message);
        Assert.Equal(before, File.ReadAllBytes(input));
    }

    [SkippableFact]
    public void DevicesAndFoldersAreNotReplaced()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems have other devices.");
        string input = _folder.Add("in.pth", Checkpoints.Zip(Checkpoints.Tiny, 1));
        Directory.CreateDirectory(_folder["taken"]);
        foreach (string output in new[] { "/dev/null", _folder["taken"] })
            Assert.StartsWith($"{output} cannot be written: ", Assert.Throws<WeightsException>(() => Converter.Convert(input, output)).Message);
        Assert.Equal(["in.pth", "taken"], _folder.Files);
    }

    /// <summary>Cancelled at the first read, and at later ones.</summary>
    [Theory]
    [InlineData("in.pth")]
    [InlineData("in.safetensors")]
    public void ACancelledConversionLeavesNothing(string name)
    {
        string pth = _folder.Add("in.pth", Checkpoints.Zip(Checkpoints.Tiny, 1));
        Converter.Convert(pth, _folder["in.safetensors"]);
        File.WriteAllText(_folder["out"], "before");
        using CancellationTokenSource source = new();
        using ITensorSource opened = WeightFile.Open(_folder[name], source.Token);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => opened.ReadFloats("pix_projector.layer.weight"));
        Assert.Throws<OperationCanceledException>(() => Converter.Convert(_folder[name], _folder["out"], cancellation: source.Token));
        Assert.Equal(["in.pth", "in.safetensors", "out"], _folder.Files);
        Assert.Equal("before", File.ReadAllText(_folder["out"]));
    }

    [Fact]
    public void WhatAKilledConversionLeftIsRemovedByTheNext()
    {
        string left = $".livos-{new string('0', 32)}.tmp";
        foreach (string name in new[] { left, ".livos-notes.tmp", "out.tmp" })
            File.WriteAllText(_folder[name], "half");
        Converter.Convert(_folder.Add("in.pth", Checkpoints.Zip(Checkpoints.Tiny, 1)), _folder["out"]);
        Assert.Equal([".livos-notes.tmp", "in.pth", "out", "out.tmp"], _folder.Files);
    }
}
