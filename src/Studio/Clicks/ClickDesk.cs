using LiVOS.Media;
using LiVOS.Model.Clicks;
using LiVOS.Studio.Documents;
using LiVOS.Studio.Pictures;
using LiVOS.Studio.Runs;
using LiVOS.Video;

namespace LiVOS.Studio.Clicks;

/// <summary>Makes an object's mask in a frame from clicks, lines and a box. The features of the frame that was asked for last are kept.</summary>
/// <param name="network">The network.</param>
/// <param name="pictures">The frames.</param>
/// <param name="frames">Their list.</param>
internal sealed class ClickDesk(StudioNetwork network, FramePictures pictures, IFrameList frames) : IDisposable
{
    private ClickSession? _session;
    private int _frame = -1;

    /// <summary>Whether the network has a click head.</summary>
    public bool IsUsable => network.Network.Architecture.Click is not null;

    /// <summary>Makes a mask.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="before">[height, width]: the frame's mask before the first of these prompts.</param>
    /// <param name="prompts">All that was said of the object since.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>[height, width]: the frame's mask with the object as it is now.</returns>
    /// <exception cref="StudioException">The prompts cannot be used.</exception>
    /// <exception cref="MediaException">The frame cannot be read.</exception>
    public async Task<byte[]> MaskAsync(int frame, byte[] before, ObjectPrompts prompts, CancellationToken cancellation)
    {
        var id = (byte)prompts.Id;
        int[]? own = before.Contains(id) ? [.. before.Select(each => each == id ? id : 0)] : null;
        if (own is not null) prompts = prompts with { Mask = new IndexMask(frames.Width, frames.Height, own) };
        if (prompts.Faults(frames.Width, frames.Height, $"frame {frame}").FirstOrDefault() is string fault) throw new StudioException(fault);
        Picture? picture = frame == _frame ? null : await pictures.ReadAsync(frame, cancellation);

        await network.Turn.WaitAsync(cancellation);
        try
        {
            _session ??= new ClickSession(network.Network, VideoSegmenter.GeometryOf(frames, ClickSession.UsualSize));
            if (picture is not null) _session.SetFrame(picture.Rgb);
            _frame = frame;
            IndexMask found = PromptedMask.Of(_session, [prompts]);
            return Merge(before, found, id);
        }
        finally
        {
            network.Turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session?.Dispose();

    /// <summary>Puts the object in; where it was and is no more, there is nothing.</summary>
    private static byte[] Merge(byte[] before, IndexMask found, byte id)
    {
        var merged = new byte[before.Length];
        for (int i = 0; i < merged.Length; i++) merged[i] = found.Ids[i] != 0 ? id : before[i] == id ? (byte)0 : before[i];
        return merged;
    }
}
