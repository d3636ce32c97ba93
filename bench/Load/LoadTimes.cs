using System.Globalization;

namespace LiVOS.Bench.Load;

/// <summary>What many clients of a server waited.</summary>
internal sealed record LoadTimes
{
    /// <summary>Clients at a time.</summary>
    public required int Clients { get; init; }

    /// <summary>Frames of each.</summary>
    public required int Frames { get; init; }

    /// <summary>Masks that were refused, or differ from those of a client that is alone.</summary>
    public required int Lost { get; init; }

    /// <summary>Seconds from the first frame to the last mask.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds from a frame to its mask, of a client that is alone: the median.</summary>
    public required double AloneMedian { get; init; }

    /// <summary>The same of all clients together.</summary>
    public required double Median { get; init; }

    /// <summary>The seconds within which 99 % of all answers came.</summary>
    public required double NinetyNine { get; init; }

    /// <summary>The share of the time in which the network computed.</summary>
    public required double ComputingShare { get; init; }

    /// <summary>The server's resident memory before.</summary>
    public required long BytesBefore { get; init; }

    /// <summary>The most of it meanwhile.</summary>
    public required long MostBytes { get; init; }

    /// <summary>The same behind, when all sessions are closed.</summary>
    public required long BytesAfter { get; init; }

    public void Write(TextWriter to)
    {
        Line($"{Clients} clients, {Frames} frames each: {Lost} masks lost or different, {Seconds:0.0} s, {Clients * Frames / Seconds:0.0} frames a second");
        Line($"from a frame to its mask: {1e3 * Median:0} ms (median), {1e3 * NinetyNine:0} ms (99 %); alone {1e3 * AloneMedian:0} ms");
        Line($"the network computed in {ComputingShare:0.00} of the time");
        Line($"the server's memory: {BytesBefore / 1e6:0} MB before, {MostBytes / 1e6:0} MB at most, {BytesAfter / 1e6:0} MB behind");

        void Line(FormattableString text) => to.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }
}
