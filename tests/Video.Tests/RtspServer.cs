using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiVOS.Video.Tests;

/// <summary>A camera on the network: plays frames at their own rate to each who asks, by RTSP over TCP (RFC 2326, with RTP interleaved).</summary>
internal sealed class RtspServer : IDisposable
{
    private const string Control = "trackID=0";

    private readonly string _frames;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <summary>Serves a folder's frames <c>00000.png</c> and so on.</summary>
    public RtspServer(string frames)
    {
        _frames = frames;
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>The stream's address.</summary>
    public string Address => $"rtsp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/camera";

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                while (await ReadRequestAsync(reader) is (string method, string sequence))
                {
                    await ReplyAsync(stream, sequence, method switch
                    {
                        "OPTIONS" => "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n",
                        "DESCRIBE" => Description(),
                        "SETUP" => "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n\r\n",
                        _ => "Session: 1\r\n\r\n",
                    });
                    if (method == "PLAY") await PlayAsync(stream);
                    if (method is "PLAY" or "TEARDOWN") return;
                }
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                // Who asked has had enough.
            }
        }
    }

    private static async Task<(string Method, string Sequence)?> ReadRequestAsync(StreamReader reader)
    {
        if (await reader.ReadLineAsync() is not { Length: > 0 } first) return null;
        string sequence = "0";
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            if (line.StartsWith("CSeq:", StringComparison.OrdinalIgnoreCase)) sequence = line[5..].Trim();
        return (first.Split(' ')[0], sequence);
    }

    private static async Task ReplyAsync(Stream stream, string sequence, string rest) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"RTSP/1.0 200 OK\r\nCSeq: {sequence}\r\n{rest}"));

    private static string Description()
    {
        string content = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
            + $"a=fmtp:96 packetization-mode=1\r\na=control:{Control}\r\n";
        return $"Content-Type: application/sdp\r\nContent-Length: {content.Length}\r\n\r\n{content}";
    }

    /// <summary>Sends on what FFmpeg makes of the frames, packet by packet.</summary>
    private async Task PlayAsync(Stream stream)
    {
        using var packets = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)packets.Client.LocalEndPoint!).Port;
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-re", "-framerate", "25", "-i", Path.Combine(_frames, "%05d.png"), "-c:v", "libx264", "-tune", "zerolatency",
            "-crf", "10", "-pix_fmt", "yuv420p", "-x264-params", "keyint=1:repeat-headers=1", "-f", "rtp",
            string.Create(CultureInfo.InvariantCulture, $"rtp://127.0.0.1:{port}?pkt_size=1200"),
        ];
        using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true })!;
        Task<string> description = ffmpeg.StandardOutput.ReadToEndAsync();
        Task ended = ffmpeg.WaitForExitAsync();
        while (true)
        {
            Task<UdpReceiveResult> receiving = packets.ReceiveAsync();
            if (await Task.WhenAny(receiving, ended) == ended && packets.Available == 0 && !receiving.IsCompleted) break;
            byte[] packet = (await receiving).Buffer;
            bool isControl = packet[1] is >= 200 and <= 204;
            if (isControl) continue;
            await stream.WriteAsync((byte[])[(byte)'$', 0, (byte)(packet.Length >> 8), (byte)packet.Length, .. packet]);
        }
        await description;
    }
}
