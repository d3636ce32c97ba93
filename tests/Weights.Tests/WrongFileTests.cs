using System.Diagnostics;
using System.Text;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Weights.Tests;

/// <summary>What people give in place of a weight file: each gets a sentence with the advice that fits, and none is waited for.</summary>
public sealed class WrongFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string> Contents => new()
    {
        { "x.pth", "<!DOCTYPE html><html><head><title>Google Drive", "is a web page: the download link gave a page" },
        { "x.safetensors", "\uFEFF \r\n<html lang=\"de\">schön", "is a web page" },
        { "x.pth", "<?xml version=\"1.0\"?><Error><Code>AccessDenied", "is a web page" },
        { "x.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a", "is only a pointer of Git LFS" },
        { "x.pth", "Not Found, said the server", "is text, neither a safetensors file nor a PyTorch checkpoint" },
        { "x.safetensors", "{\"error\":\"Invalid username or password.\"}", "is text" },
        { "x.pth", "", "is empty: it has 0 bytes" },
        { "x.safetensors", "", "is empty: it has 0 bytes" },
        { "x.pth", "\u001F\u008B\u0008\0\0\0\0\0\0\u0003\u00ED", "is a packed archive; unpack it" },
        { "x.pt", "7z\u00BC\u00AF\u0027\u001C\0\u0004", "is a packed archive" },
        { "x.safetensors", "\u0089PNG\r\n\u001A\n\0\0\0\rIHDR", "is a picture, not weights" },
        { "x.bin", "\u0089HDF\r\n\u001A\n\0\0\0", "is an HDF5 file" },
        { "x.bin", "\0\0\0\0\0\u0001\u0002", "neither a safetensors file nor a PyTorch checkpoint" },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void OtherFilesAreToldByWhatTheyHold(string name, string contents, string why)
    {
        // One byte for each letter of what is no text.
        bool binary = contents.Any(c => c is < ' ' and not ('\t' or '\n' or '\r')) || contents.Any(c => c is >= '\u0080' and < '\u00C0');
        string path = _folder.Add(name, (binary ? Encoding.Latin1 : Encoding.UTF8).GetBytes(contents));
        string message = Assert.Throws<WeightsException>(() => WeightFile.Open(path)).Message;
        Assert.StartsWith($"{name} {(why.StartsWith("is") ? why : $"is {why}")}", message);
    }

    [Fact]
    public void AFolderGetsTheNamesOfTheWeightFilesInIt()
    {
        Directory.CreateDirectory(_folder["models"]);
        Assert.Equal($"{_folder["models"]} is a folder with no weight file in it; give a .safetensors or .pth file.", Refusal("models"));
        foreach (string name in new[] { "b.pth", "A.SAFETENSORS", "readme.txt" })
            File.WriteAllText(Path.Combine(_folder["models"], name), "");
        Assert.Equal($"{_folder["models"]} is a folder; give a weight file in it: A.SAFETENSORS, b.pth.", Refusal("models"));
        for (int i = 0; i < 7; i++)
            File.WriteAllText(Path.Combine(_folder["models"], $"{i}.pt"), "");
        Assert.EndsWith("in it: 0.pt, 1.pt, 2.pt, 3.pt, 4.pt or one of 4 more.", Refusal("models"));
    }

    [SkippableTheory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/random")]
    [InlineData("/dev/null")]
    public void DevicesAreNotRead(string path)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems have other devices.");
        Assert.Equal(
            $"{path} is a device, not a file; give a .safetensors or .pth file.", Assert.Throws<WeightsException>(() => WeightFile.Open(path)).Message);
    }

    [SkippableFact]
    public void PipesAreNotWaitedFor()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "mkfifo makes the pipe.");
        Process.Start("mkfifo", [_folder["pipe"]]).WaitForExit();
        File.CreateSymbolicLink(_folder["link"], _folder["pipe"]);
        foreach (string name in new[] { "pipe", "link" })
            Assert.Equal($"{_folder[name]} is a pipe, and weights are read at any place of a file; write them to a file and give that.", Refusal(name));
    }

    private string Refusal(string name)
    {
        string opened = Assert.Throws<WeightsException>(() => WeightFile.Open(_folder[name])).Message;
        Assert.Equal(opened, Assert.Throws<WeightsException>(() => SafetensorsFile.Open(_folder[name])).Message);
        Assert.Equal(opened, Assert.Throws<WeightsException>(() => Converter.Convert(_folder[name], _folder["out"])).Message);
        return opened;
    }
}
