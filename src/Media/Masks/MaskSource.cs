using System.Diagnostics.CodeAnalysis;
using LiVOS.Media.Surveys;

namespace LiVOS.Media;

/// <summary>The masks that are given for a clip: at least one that shows an object, by the frame that each belongs to.</summary>
public sealed class MaskSource : IMaskSource
{
    private readonly IFrameList _frames;
    private readonly MaskReader _reader;
    private readonly SortedList<int, GivenMask> _masks = [];
    private readonly Dictionary<int, IndexMask> _known = [];

    /// <summary>The masks of a clip.</summary>
    /// <param name="frames">The clip.</param>
    /// <param name="given">The masks, of which the first shows an object.</param>
    /// <param name="reader">Reads them.</param>
    /// <param name="known">Some that have been read: each is given once without being read again.</param>
    /// <param name="first">The first mask, in the format that all are to have.</param>
    internal MaskSource(IFrameList frames, IEnumerable<GivenMask> given, MaskReader reader, IReadOnlyDictionary<int, IndexMask> known, IndexMask first)
    {
        (_frames, _reader, _known) = (frames, reader, known.ToDictionary());
        foreach (GivenMask mask in given) _masks.Add(mask.Frame, mask);
        (Format, Palette, FirstObjectIds) = (first.Format, first.Palette, first.ObjectIds);
    }

    /// <inheritdoc/>
    public int FirstFrame => _masks.Keys[0];

    /// <inheritdoc/>
    public IReadOnlyList<int> Frames => [.. _masks.Keys];

    /// <inheritdoc/>
    public MaskFormat Format { get; }

    /// <inheritdoc/>
    public Palette? Palette { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> FirstObjectIds { get; }

    /// <summary>The files of all masks, each with its frame's number.</summary>
    public IEnumerable<(int Frame, MaskPart Part)> Parts => from mask in _masks.Values from part in mask.Parts select (mask.Frame, part);

    /// <summary>The folders of these files.</summary>
    public IEnumerable<string> Folders => Parts.Select(each => Path.GetDirectoryName(Path.GetFullPath(each.Part.Path))!).Distinct();

    /// <summary>Opens the masks of a clip; masks before the first that shows an object are left out.</summary>
    /// <param name="path">
    /// A PNG file, which belongs to the frame of its name or number, or to the first frame where its name tells no number; or a folder of
    /// PNG files, each named like its frame or by its frame's number; or a folder of folders with a file for each object.
    /// </param>
    /// <param name="frames">The clip.</param>
    /// <returns>The masks; the first has been checked.</returns>
    /// <exception cref="MediaException">
    /// There is no such file or folder, there is no mask in it, a mask's name is no frame's, or the first masks cannot be read, show no
    /// object, or are not of the clip's size.
    /// </exception>
    public static MaskSource Open(string path, IFrameList frames)
    {
        var problems = new Problems();
        IList<GivenMask> given = MaskPlacement.Find([path], frames, FrameSelection.All, MaskOptions.Plain, problems).Masks;
        if (problems.All is { Count: > 0 } all) throw new MediaException(Problems.Listing($"The masks in '{path}' cannot be used", all));
        var reader = new MaskReader(MaskOptions.Plain);
        for (int i = 0; i < given.Count; i++)
        {
            IndexMask mask = RequireSize(reader.Read(given[i]), given[i].Path, frames);
            if (mask.ObjectIds.Count > 0)
                return new MaskSource(frames, given.Skip(i), reader, new Dictionary<int, IndexMask> { [given[i].Frame] = mask }, mask);
        }
        throw new MediaException($"The mask '{given[0].Path}' shows no object, only background; mark at least one object in it.");
    }

    /// <inheritdoc/>
    public bool TryRead(int frame, [NotNullWhen(true)] out IndexMask? mask)
    {
        if (_known.Remove(frame, out mask)) mask = mask.As(Format, Palette);
        else if (_masks.TryGetValue(frame, out GivenMask? given)) mask = Like(RequireSize(_reader.Read(given), given.Path, _frames), given.Path);
        return mask is not null;
    }

    /// <summary>Reads a mask of the clip, whether it is one of the given or not.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The mask, of the clip's size, in the format and with the palette of the first mask.</returns>
    /// <exception cref="MediaException">
    /// The mask cannot be read or is not of the clip's size, or one of it and the first mask holds ids in RGB and the other does not.
    /// </exception>
    public IndexMask Sized(string path) => Like(RequireSize(_reader.Read(path), path, _frames), path);

    /// <summary>Reads a result of the clip, which is plain ids in the format of the first mask.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MediaException">It cannot be read, or is no result of this clip.</exception>
    public IndexMask Written(string path) => Like(RequireSize(Png.ReadMask(path), path, _frames), path);

    /// <summary>Refuses a mask that is not of the frames' size.</summary>
    internal static IndexMask RequireSize(IndexMask mask, string path, IFrameList frames) =>
        mask.Width == frames.Width && mask.Height == frames.Height ? mask
        : throw new MediaException(
            $"The mask '{path}' is {mask.Width}x{mask.Height}, but the frames are {frames.Width}x{frames.Height}; make them the same size.");

    private IndexMask Like(IndexMask mask, string path) =>
        mask.Format == MaskFormat.RgbIds == (Format == MaskFormat.RgbIds) ? mask.As(Format, Palette)
        : throw new MediaException(OtherKind(_masks.Values[0].Path, Format, path, mask.Format));

    /// <summary>Says that the ids of two masks do not compare.</summary>
    internal static string OtherKind(string first, MaskFormat firstFormat, string other, MaskFormat otherFormat) =>
        $"The masks '{first}' and '{other}' are of different kinds ({firstFormat} and {otherFormat}), so their ids do not compare; save both in the same kind.";
}
