using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace LiVOS.Media.Tests;

/// <summary>What is no ordinary file never makes a reader wait, and is told.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Odd => ["fifo", "to-fifo", "socket", "/dev/zero", "/dev/null", "/dev/random", "to-device"];

    [SkippableTheory, MemberData(nameof(Odd))]
    public async Task Pipes_sockets_and_devices_are_refused_at_once(string name)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems do not tell what a file is before it is opened.");
        Process.Start("mkfifo", _folder["fifo"]).WaitForExit();
        File.CreateSymbolicLink(_folder["to-fifo"], "fifo");
        File.CreateSymbolicLink(_folder["to-device"], "/dev/zero");
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_folder["socket"]));
        string path = name.StartsWith('/') ? name : _folder[name];
        foreach (Action<string> read in Readers)
        {
            Task<MediaException> refusal = Task.Run(() => Assert.Throws<MediaException>(() => read(path)));
            Assert.Same(refusal, await Task.WhenAny(refusal, Task.Delay(TimeSpan.FromMinutes(1))));
            Assert.Contains($"'{path}' is not a regular file", (await refusal).Message);
        }
    }

    [SkippableFact]
    public void A_shells_pipe_is_read_as_often_as_it_is_asked_for()
    {
        Skip.IfNot(File.Exists("/proc/self/fd/0") || Directory.Exists("/proc/self/fd"), "Open files have no names here.");
        using var writer = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        SafePipeHandle reader = writer.ClientSafePipeHandle;
        byte[] mask = Fixture.Bytes("mask.png");
        var writing = Task.Run(() =>
        {
            writer.Write(mask);
            writer.Dispose();
        });
        string path = $"/proc/self/fd/{reader.DangerousGetHandle()}";
        Assert.Equal((30, 20), PictureFile.ReadSize(path));
        for (int time = 0; time < 3; time++) Assert.Equal([1, 7, 255], Png.ReadMask(path).ObjectIds);
        writing.Wait();
    }

    [Fact]
    public void Empty_names_and_empty_files_are_reported()
    {
        foreach (Action<string> read in Readers)
        {
            Assert.Contains("name of a picture file is empty", Assert.Throws<MediaException>(() => read("")).Message);
            string path = _folder.Add("empty.png", []);
            string message = Assert.Throws<MediaException>(() => read(path)).Message;
            Assert.Contains(path, message);
            Assert.Contains("is empty (0 bytes)", message);
            Assert.Contains("is a folder", Assert.Throws<MediaException>(() => read(_folder.Path)).Message);
            Assert.Contains("There is no file", Assert.Throws<MediaException>(() => read(_folder["none.png"])).Message);
            Assert.Throws<MediaException>(() => read("a\0b"));
            Assert.Throws<MediaException>(() => read(_folder[new string('x', 300) + ".png"]));
            Assert.Throws<MediaException>(() => read(_folder[new string('x', 251) + ".png"]));
        }
    }

    [Theory]
    [InlineData(1L << 40)]
    [InlineData((1L << 30) + 1)]
    public void Files_longer_than_any_picture_are_refused_by_their_length(long length)
    {
        foreach (string kind in new[] { "jpeg/420.jpg", "mask.png" })
        {
            string path = _folder.Add("long" + Path.GetExtension(kind), Fixture.Bytes(kind));
            using (var file = new FileStream(path, FileMode.Open)) file.SetLength(length);
            foreach (Action<string> read in Readers)
                Assert.Contains($"{length} bytes", Assert.Throws<MediaException>(() => read(path)).Message);
        }
    }

    [Fact]
    public void A_header_is_not_looked_for_without_end()
    {
        string path = _folder.Add("stray.jpg", [0xFF, 0xD8, 0xFF, 0xFE, 0, 2]);
        using (var file = new FileStream(path, FileMode.Open)) file.SetLength(1L << 30);
        Assert.Contains("gives no size", Assert.Throws<MediaException>(() => PictureFile.ReadSize(path)).Message);
    }

    private static Action<string>[] Readers =>
    [
        path => Picture.Read(path), path => Png.ReadMask(path), path => Png.ReadAlpha(path), path => PictureFile.ReadSize(path), path => GreyPicture.Read(path),
    ];
}
