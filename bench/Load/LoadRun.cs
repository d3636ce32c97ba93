using System.Diagnostics;
using System.Net;

namespace LiVOS.Bench.Load;

/// <summary>Clients that each send a clip's frames one after another, all at a time.</summary>
/// <param name="address">The server's address.</param>
/// <param name="frames">The files of the frames.</param>
/// <param name="mask">The file of the first frame's mask.</param>
internal sealed class LoadRun(Uri address, byte[][] frames, byte[] mask)
{
    private static readonly TimeSpan s_often = TimeSpan.FromMilliseconds(200);

    /// <summary>Measures one client alone, then many.</summary>
    public async Task<LoadTimes> MeasureAsync(int clients, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients + 1 })
        {
            BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan,
        };
        await FollowAsync(http, [], cancellation); // the first frames of a program are slow
        List<double> alone = [], together = [];
        List<byte[]> masks = await FollowAsync(http, alone, cancellation);
        ServerFacts before = await ServerFacts.ReadAsync(http, cancellation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<long> watching = WatchAsync(http, ended.Token);
        long begun = Stopwatch.GetTimestamp();
        List<byte[]>[] results = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => FollowAsync(http, together, cancellation)));
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await ended.CancelAsync();
        ServerFacts after = await ServerFacts.ReadAsync(http, cancellation);
        return new LoadTimes
        {
            Clients = clients,
            Frames = frames.Length,
            Lost = results.Sum(result => result.Zip(masks).Count(pair => !pair.First.AsSpan().SequenceEqual(pair.Second))),
            Seconds = seconds,
            AloneMedian = Report.Median(alone),
            Median = Report.Median(together),
            NinetyNine = together.Order().ElementAt(together.Count * 99 / 100),
            ComputingShare = (after.ComputeSeconds - before.ComputeSeconds) / seconds,
            BytesBefore = before.ResidentBytes,
            MostBytes = await watching,
            BytesAfter = after.ResidentBytes,
        };
    }

    /// <summary>Sends the frames of one client.</summary>
    /// <param name="http">Sends.</param>
    /// <param name="times">Gets the seconds from each frame to its mask.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The masks' files; an empty one for each frame that was refused.</returns>
    private async Task<List<byte[]>> FollowAsync(HttpClient http, List<double> times, CancellationToken cancellation)
    {
        List<byte[]> masks = [];
        string? session = null;
        foreach (byte[] frame in frames)
        {
            using HttpContent body = session is null
                ? new MultipartFormDataContent { { new ByteArrayContent(frame), "frame", "frame" }, { new ByteArrayContent(mask), "mask", "mask" } }
                : new ByteArrayContent(frame);
            long begun = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await http.PostAsync(session is null ? "/v1/step" : $"/v1/step?session={session}", body, cancellation);
            byte[] file = await answer.Content.ReadAsByteArrayAsync(cancellation);
            double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            masks.Add(answer.StatusCode == HttpStatusCode.OK ? file : []);
            lock (times) times.Add(seconds);
            if (answer.Headers.TryGetValues("Livos-Session", out IEnumerable<string>? names)) session = names.Single();
        }

        if (session is not null) (await http.DeleteAsync($"/v1/step/{session}", cancellation)).Dispose();
        return masks;
    }

    /// <summary>The most memory that the server takes.</summary>
    private static async Task<long> WatchAsync(HttpClient http, CancellationToken cancellation)
    {
        long most = 0;
        try
        {
            while (true)
            {
                most = Math.Max(most, (await ServerFacts.ReadAsync(http, cancellation)).ResidentBytes);
                await Task.Delay(s_often, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            return most;
        }
    }
}
