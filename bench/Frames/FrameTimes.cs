namespace LiVOS.Bench.Frames;

/// <summary>The times of whole frames.</summary>
/// <param name="Height">Rows of a frame.</param>
/// <param name="Width">Pixels in a row of a frame.</param>
/// <param name="Objects">The number of objects.</param>
/// <param name="Device">The device.</param>
/// <param name="Seconds">The time of each frame.</param>
/// <param name="AllocatedBytes">The bytes allocated on the managed heap during each frame, on any thread.</param>
/// <param name="PlannedBytes">The bytes that the plan predicts for the session: weights, memory, buffers, arena, scratch.</param>
/// <param name="PeakResidentBytes">The peak memory of the process, including the loading of the weights.</param>
internal sealed record FrameTimes(
    int Height, int Width, int Objects, string Device, IReadOnlyList<double> Seconds, IReadOnlyList<long> AllocatedBytes, long PlannedBytes,
    long PeakResidentBytes)
{
    /// <summary>Prints them for people.</summary>
    public void Write(TextWriter text)
    {
        text.WriteLine(FormattableString.Invariant($"{Height}x{Width}, {Objects} objects, {Device}"));
        text.WriteLine(FormattableString.Invariant($"{Report.Median(Seconds):F4} s a frame (median of {Seconds.Count}), {Seconds.Min():F4} s shortest"));
        text.WriteLine(
            FormattableString.Invariant(
                $"{AllocatedBytes.Max()} bytes allocated during a frame at most, in {AllocatedBytes.Count(bytes => bytes > 0)} frames any"));
        text.WriteLine(FormattableString.Invariant($"{PlannedBytes / 1e6:F0} MB planned, {PeakResidentBytes / 1e6:F0} MB resident at the peak"));
    }
}
