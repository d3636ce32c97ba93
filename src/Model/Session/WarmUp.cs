using LiVOS.Runtime;

namespace LiVOS.Model.Session;

/// <summary>Runs a network on tiny frames, so that every kernel of a session is compiled before its first frame.</summary>
public static class WarmUp
{
    private const int Side = 64;

    /// <summary>Runs a frame with a mask and one without.</summary>
    /// <param name="network">The network.</param>
    /// <param name="resampled">Whether the network sees the session's frames at another size than their own.</param>
    /// <exception cref="DeviceMemoryException">The device does not have enough memory.</exception>
    public static void Run(Network network, bool resampled)
    {
        int sourceSide = resampled ? 2 * Side : Side;
        using var segmenter = new Segmenter(network, new FrameGeometry(Side, Side, sourceSide, sourceSide));
        var frame = new byte[3 * sourceSide * sourceSide];
        int[] mask = new int[sourceSide * sourceSide], ids = new int[mask.Length];
        mask.AsSpan(0, mask.Length / 2).Fill(1);
        segmenter.Step(frame, mask, ids);
        segmenter.Step(frame, [], ids);
    }
}
