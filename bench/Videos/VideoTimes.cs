namespace LiVOS.Bench.Videos;

/// <summary>The memory of the process behind a frame.</summary>
/// <param name="Frame">How many frames were done.</param>
/// <param name="Bytes">Its resident memory.</param>
internal readonly record struct MemorySample(int Frame, long Bytes);

/// <summary>What a long video took.</summary>
/// <param name="Frames">How many frames it has.</param>
/// <param name="Seconds">The time from the first frame read to the video of mattes on the disk.</param>
/// <param name="NetworkSeconds">The network's part of it.</param>
/// <param name="DecodeSeconds">The time of decoding alone.</param>
/// <param name="EncodeSeconds">The time of encoding the same mattes alone.</param>
/// <param name="FirstHundredSeconds">The time of the first hundred frames, but for the first ten.</param>
/// <param name="LastHundredSeconds">The time of as many at the end.</param>
/// <param name="Memory">The process's memory over time.</param>
/// <param name="Compared">How many frames were unpacked and segmented as a folder too.</param>
/// <param name="DifferentPixels">How many pixels of their masks differ.</param>
internal sealed record VideoTimes(
    int Frames, double Seconds, double NetworkSeconds, double DecodeSeconds, double EncodeSeconds, double FirstHundredSeconds, double LastHundredSeconds,
    IReadOnlyList<MemorySample> Memory, int Compared, long DifferentPixels)
{
    /// <summary>How memory grows, in bytes a frame: the slope of the line of least squares, without the first tenth.</summary>
    public double BytesPerFrame
    {
        get
        {
            MemorySample[] steady = [.. Memory.Skip(Memory.Count / 10)];
            if (steady.Length < 2) return 0;
            double frame = steady.Average(sample => sample.Frame), bytes = steady.Average(sample => sample.Bytes);
            return steady.Sum(sample => (sample.Frame - frame) * (sample.Bytes - bytes)) / steady.Sum(sample => Math.Pow(sample.Frame - frame, 2));
        }
    }

    /// <summary>Prints them for people.</summary>
    public void Write(TextWriter text)
    {
        text.WriteLine(FormattableString.Invariant(
            $"{Frames} frames in {Seconds:F1} s, of which the network took {NetworkSeconds:F1} s"));
        text.WriteLine(FormattableString.Invariant($"alone, decoding takes {DecodeSeconds:F1} s and encoding {EncodeSeconds:F1} s"));
        text.WriteLine(FormattableString.Invariant($"the first hundred frames took {FirstHundredSeconds:F2} s, the last {LastHundredSeconds:F2} s"));
        text.WriteLine(FormattableString.Invariant(
            $"memory {Memory[0].Bytes / 1e6:F1} MB to {Memory[^1].Bytes / 1e6:F1} MB, {Memory.Max(sample => sample.Bytes) / 1e6:F1} MB at most"));
        text.WriteLine(FormattableString.Invariant($"slope {BytesPerFrame * 1000 / 1e6:F3} MB in 1,000 frames"));
        text.WriteLine(FormattableString.Invariant($"{Compared} frames as a folder: {DifferentPixels} pixels of their masks differ"));
    }
}
