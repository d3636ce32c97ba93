using LiVOS.Media.Annotations;

namespace LiVOS.Media.Surveys;

/// <summary>Reads given masks as the options say. Safe for several threads.</summary>
/// <param name="options">How.</param>
public sealed class MaskReader(MaskOptions options)
{
    /// <summary>The threshold if only alpha was requested.</summary>
    private const int Half = 128;

    /// <summary>The way out where a mask is no mask of ids.</summary>
    public const string Advice = ", or give --mask-threshold 128 to take what is bright as one object";

    /// <summary>The options.</summary>
    public MaskOptions Options => options;

    /// <summary>Reads one file.</summary>
    /// <exception cref="MediaException">It cannot be read, or is no mask.</exception>
    public IndexMask Read(string path) => options.Ids.Of(ReadFile(path));

    private IndexMask ReadFile(string path)
    {
        if (options.FromAlpha) return WithBackground(Png.ReadAlpha(path).AtLeast(options.Threshold ?? Half, options.Id));
        if (options.Threshold is int threshold) return WithBackground(GreyPicture.Read(path).AtLeast(threshold, options.Id));
        if (PictureFile.ReadHeader(path).Kind != PictureKind.Png)
            throw new MediaException($"The mask '{path}' is no PNG file, and other kinds keep no ids; save it as PNG, or give --mask-threshold 128, "
                + "which takes what is bright as one object.");
        return WithBackground(Png.ReadMask(path));
    }

    /// <summary>Reads the mask of a frame.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="overlap">Called with the file that covers others where objects overlap, and with how many pixels.</param>
    /// <exception cref="MediaException">A file cannot be read, is no mask, or does not fit the others.</exception>
    public IndexMask Read(GivenMask mask, Action<string, int>? overlap = null)
    {
        if (mask.Parts is [{ Id: null } whole]) return Read(whole, overlap);
        IndexMask? sum = null;
        foreach (MaskPart part in mask.Parts)
        {
            IndexMask one = Read(part, overlap);
            sum ??= new IndexMask(one.Width, one.Height, new int[one.Ids.Length], part.Id is null ? one.Format : FormatOf(mask), one.Palette);
            if (part.Id is null && one.Format != sum.Format)
                throw new MediaException(MaskSource.OtherKind(mask.Parts[0].Path, sum.Format, part.Path, one.Format));
            if ((one.Width, one.Height) != (sum.Width, sum.Height))
                throw new MediaException($"The mask '{part.Path}' is {one.Width}x{one.Height}, but '{mask.Parts[0].Path}' is {sum.Width}x{sum.Height}; "
                    + "make them the same size.");
            if (part.Id is not null && one.ObjectIds.Count > 1)
                throw new MediaException(
                    MaskInspection.Of(one).Complaint(part.Path, Advice) ?? $"The mask '{part.Path}' shows the ids {IdText.Of(one.ObjectIds)}, but the "
                    + "files of a frame's folder are one object each, 0 and one other value; save the objects to files of their own.");
            int covered = Lay(one.Ids, sum.Ids, part.Id is int id ? options.Ids[id] : null);
            if (covered > 0) overlap?.Invoke(part.Path, covered);
        }
        return sum!;
    }

    /// <summary>Reads a part; one that is an object has the file's own values, which are no ids.</summary>
    private IndexMask Read(MaskPart part, Action<string, int>? overlap) =>
        part.Annotated is AnnotatedFrame frame ? frame.Draw(options.Ids, covered => overlap?.Invoke(part.Path, covered))
        : part.Id is null ? Read(part.Path)
        : ReadFile(part.Path);

    private static int Lay(int[] from, int[] to, int? id)
    {
        int covered = 0;
        if (id == 0) return covered; // left out
        for (int i = 0; i < from.Length; i++)
        {
            if (from[i] == 0) continue;
            if (to[i] != 0) covered++;
            to[i] = id ?? from[i];
        }
        return covered;
    }

    private MaskFormat FormatOf(GivenMask mask) => MaskSamples.FormatFor(mask.Parts.Max(part => options.Ids[part.Id ?? 0]));

    /// <summary>Lets 0 and the background's id change places, in the palette too, so that every object keeps its colour.</summary>
    private IndexMask WithBackground(IndexMask mask)
    {
        if (options.Background is not (int background and not 0)) return mask;
        int[] ids = [.. mask.Ids.Select(id => id == background ? 0 : id == 0 ? background : id)];
        return new IndexMask(mask.Width, mask.Height, ids, mask.Format, mask.Palette?.Swapped(0, background));
    }
}
