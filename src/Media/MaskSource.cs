using System.Diagnostics.CodeAnalysis;

namespace LiVOS.Media;

/// <summary>The masks that are given for a clip: at least one, by the frame that each belongs to.</summary>
public sealed class MaskSource : IMaskSource
{
    readonly FrameFolder frames;
    readonly SortedList<int, string> pathOfFrame;

    MaskSource(FrameFolder frames, SortedList<int, string> pathOfFrame)
    {
        (this.frames, this.pathOfFrame) = (frames, pathOfFrame);
        IndexMask first = ReadSized(pathOfFrame.Values[0]);
        if (first.ObjectIds.Count == 0)
            throw new MediaException($"The mask '{pathOfFrame.Values[0]}' shows no object, only background; "
                + "mark at least one object in it.");
        (Format, Palette, FirstObjectIds) = (first.Format, first.Palette, first.ObjectIds);
    }

    /// <inheritdoc/>
    public int FirstFrame => pathOfFrame.Keys[0];

    /// <inheritdoc/>
    public MaskFormat Format { get; }

    /// <inheritdoc/>
    public Palette? Palette { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> FirstObjectIds { get; }

    /// <summary>Opens the masks of a clip.</summary>
    /// <param name="path">
    /// A PNG file, which belongs to the frame of the same name or else to the first frame; or a folder of PNG files, each named like the
    /// frame it belongs to.
    /// </param>
    /// <param name="frames">The clip.</param>
    /// <returns>The masks; the first has been looked at, and none is held.</returns>
    /// <exception cref="MediaException">
    /// There is no such file or folder, there is no mask in it, a mask's name is no frame's, or the first mask cannot be read, shows no
    /// object, or has not the clip's size.
    /// </exception>
    public static MaskSource Open(string path, FrameFolder frames)
    {
        var pathOfFrame = new SortedList<int, string>();
        if (File.Exists(path))
        {
            pathOfFrame.Add(Math.Max(0, frames.IndexOf(Path.GetFileNameWithoutExtension(path))), path);
            return new MaskSource(frames, pathOfFrame);
        }
        if (!Directory.Exists(path)) throw new MediaException($"There is no mask file or folder of masks '{path}'; check the name.");
        foreach (string file in FolderFiles.Of(path, [".png"]))
        {
            int frame = frames.IndexOf(Path.GetFileNameWithoutExtension(file));
            if (frame < 0)
                throw new MediaException($"The mask '{file}' belongs to no frame; "
                    + $"name it like its frame, such as '{frames.Name(0)}.png', or remove it.");
            if (!pathOfFrame.TryAdd(frame, file))
                throw new MediaException($"'{pathOfFrame[frame]}' and '{file}' belong to the same frame; remove one.");
        }
        if (pathOfFrame.Count == 0)
            throw new MediaException($"The folder '{path}' holds no masks; "
                + $"put a PNG named like its frame there, such as '{frames.Name(0)}.png'.");
        return new MaskSource(frames, pathOfFrame);
    }

    /// <inheritdoc/>
    public bool TryRead(int frame, [NotNullWhen(true)] out IndexMask? mask)
    {
        if (!pathOfFrame.TryGetValue(frame, out string? path))
        {
            mask = null;
            return false;
        }
        mask = Sized(path);
        return true;
    }

    /// <summary>Reads a mask of the clip, whether it is one of the given or not.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The mask, of the clip's size, in the format and with the palette of the first mask.</returns>
    /// <exception cref="MediaException">
    /// The mask cannot be read or has not the clip's size, or one of it and the first mask holds ids in RGB and the other does not.
    /// </exception>
    public IndexMask Sized(string path)
    {
        IndexMask mask = ReadSized(path);
        if (mask.Format == MaskFormat.RgbIds != (Format == MaskFormat.RgbIds))
            throw new MediaException($"The masks '{pathOfFrame.Values[0]}' and '{path}' are of different kinds "
                + $"({Format} and {mask.Format}), so their ids do not compare; save both in the same kind.");
        return mask.As(Format, Palette);
    }

    IndexMask ReadSized(string path)
    {
        var mask = Png.ReadMask(path);
        if (mask.Width != frames.Width || mask.Height != frames.Height)
            throw new MediaException($"The mask '{path}' is {mask.Width}x{mask.Height}, "
                + $"but the frames are {frames.Width}x{frames.Height}; make them the same size.");
        return mask;
    }
}
