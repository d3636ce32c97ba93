using System.Globalization;

namespace LiVOS.Video.Ffmpeg;

/// <summary>The frames that a file holds, from the list of its packets: nothing is decoded.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Hidden">How many more are decoded and not shown.</param>
/// <param name="Seconds">The time of each from the first on; empty where the file does not tell.</param>
/// <param name="Complaint">What is wrong with the list; null for nothing.</param>
internal sealed record FrameTimes(int Count, int Hidden, float[] Seconds, string? Complaint)
{
    /// <summary>Lists the frames of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public static async Task<FrameTimes> ListAsync(VideoSource source, CancellationToken cancellation)
    {
        await using FfmpegProcess ffprobe = FfmpegProcess.Start(
            FfmpegPrograms.Ffprobe, ["-v", "error", .. source.Arguments, "-select_streams", "V:0", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0"]);
        using CancellationTokenRegistration stopping = cancellation.Register(ffprobe.Kill);
        using var lines = new StreamReader(ffprobe.Output);
        List<double> times = [];
        int count = 0, hidden = 0;
        while (await lines.ReadLineAsync(CancellationToken.None) is string line)
        {
            string[] fields = line.Split(',');
            if (fields.Length < 2) continue;
            if (fields[1].Contains('D'))
            {
                hidden++;
                continue;
            }
            count++;
            if (double.TryParse(fields[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)) times.Add(seconds);
        }
        await ffprobe.WaitAsync();
        cancellation.ThrowIfCancellationRequested();
        times.Sort(); // packets come in the order of decoding
        float[] fromFirst = times.Count == count ? [.. times.Select(seconds => (float)(seconds - times[0]))] : [];
        return new FrameTimes(count, hidden, fromFirst, ffprobe.Errors.Count > 0 ? VideoProbe.Reason(ffprobe) : null);
    }
}
