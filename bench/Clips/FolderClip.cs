using LiVOS.Media;

namespace LiVOS.Bench.Clips;

/// <summary>A real clip, from the first frame that has a mask; it restarts after its last frame.</summary>
internal sealed class FolderClip : Clip
{
    private readonly FrameFolder _frames;
    private readonly int _first;

    private FolderClip(FrameFolder frames, int first, int[] mask) : base(frames.Height, frames.Width) =>
        (_frames, _first, Mask) = (frames, first, mask);

    public override int[] Mask { get; }

    /// <summary>Opens a folder of pictures and a mask, or a folder of masks, of which the first is used.</summary>
    public static FolderClip Open(string framesPath, string masksPath)
    {
        FrameFolder frames = FrameFolder.Open(framesPath);
        MaskSource masks = MaskSource.Open(masksPath, frames);
        masks.TryRead(masks.FirstFrame, out IndexMask? mask);
        return new FolderClip(frames, masks.FirstFrame, mask!.Ids);
    }

    public override float[] Frame(int number) =>
        [.. _frames.Read(_first + number % (_frames.Count - _first)).Rgb.Select(value => value / 255f)];
}
