using System.Net;
using System.Net.Sockets;
using LiVOS.Media;
using LiVOS.Video.Ffmpeg;

namespace LiVOS.Video.Tests.Ffmpeg;

/// <summary>Where videos may come from.</summary>
public sealed class VideoSourceTests : IDisposable
{
    private readonly MovingSquare _square = new(3);

    public void Dispose() => _square.Dispose();

    [Fact]
    public void A_file_leads_to_no_address_and_an_address_to_no_file()
    {
        File.WriteAllText(_square["clip.mp4"], "");
        string[] file = Protocols(_square["clip.mp4"]), address = Protocols("https://example.org/clip.mp4");
        Assert.DoesNotContain(file, protocol => protocol.StartsWith("http", StringComparison.Ordinal) || protocol is "tcp" or "udp" or "tls" or "rtp");
        Assert.DoesNotContain("file", address);

        static string[] Protocols(string name) =>
            VideoSource.Of(name).Arguments.SkipWhile(argument => argument != "-protocol_whitelist").ElementAt(1).Split(',');
    }

    [SkippableFact]
    public async Task A_playlist_does_not_make_FFmpeg_connect()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        File.WriteAllText(
            _square["clip.mp4"],
            $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:{((IPEndPoint)trap.LocalEndpoint).Port}/clip.ts\n#EXT-X-ENDLIST\n");

        await Assert.ThrowsAsync<MediaException>(() => VideoFile.OpenAsync(_square["clip.mp4"]));

        Assert.False(trap.Pending());
    }

    [SkippableFact]
    public async Task A_video_on_a_server()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        byte[] content = File.ReadAllBytes(_square.Video("clip.mkv", "-c:v", "ffv1", "-pix_fmt", "bgr0"));
        using HttpListener server = Serve(content, out string address);

        await using VideoFile video = await VideoFile.OpenAsync(address);

        List<Picture> read = await video.AllAsync();
        Assert.Equal(3, read.Count);
        Assert.All(Enumerable.Range(0, 3), frame => Assert.Equal(_square.Picture(frame).Rgb, read[frame].Rgb));
    }

    [SkippableFact]
    public async Task A_video_that_is_not_on_the_server()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        using HttpListener server = Serve(null, out string address);
        MediaException error = await Assert.ThrowsAsync<MediaException>(() => VideoFile.OpenAsync(address));
        Assert.Contains(address, error.Message);
        Assert.Contains("404", error.Message);
    }

    [SkippableFact]
    public async Task A_camera_on_the_network()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        const int frames = 30;
        using var square = new MovingSquare(frames);
        using var server = new RtspServer(square.Frames);

        await using VideoFile video = await VideoFile.OpenAsync(server.Address);

        Assert.True(video.IsLive);
        Assert.False(video.CanRewind);
        List<Picture> read = await video.AllAsync();
        Assert.Equal(frames, read.Count);
        Assert.All(Enumerable.Range(0, frames), frame => Assert.InRange(read[frame].DifferenceFrom(square.Picture(frame)), 0, 6));
    }

    [Theory]
    [InlineData("-x.mp4")]
    [InlineData("nothing.mp4")]
    public void A_file_that_is_not_there(string name) => Assert.Contains(name, Assert.Throws<MediaException>(() => VideoSource.Of(name)).Message);

    private static HttpListener Serve(byte[]? content, out string address)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }
        var server = new HttpListener();
        server.Prefixes.Add(address);
        server.Start();
        address += "clip.mkv";
        _ = Task.Run(async () =>
        {
            while (server.IsListening)
            {
                try
                {
                    HttpListenerContext request = await server.GetContextAsync();
                    request.Response.StatusCode = content is null ? 404 : 200;
                    if (content is not null) await request.Response.OutputStream.WriteAsync(content);
                    request.Response.Close();
                }
                catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
                {
                    // The reader has had enough, or the test is over.
                }
            }
        });
        return server;
    }
}
