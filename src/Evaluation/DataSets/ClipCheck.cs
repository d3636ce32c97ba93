using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>Looks at everything in a clip's folders that could stop its run later: no picture is decoded but the first and the given masks.</summary>
/// <param name="folders">Where the data set lies.</param>
/// <param name="clip">The clip.</param>
/// <param name="number">Its number, by which problems are sorted.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class ClipCheck(ClipFolders folders, string clip, int number, Problems problems)
{
    /// <summary>Checks the clip; null where it cannot be run.</summary>
    public DataSetClip? Run()
    {
        FrameFolder? frames = problems.Try(() => FrameFolder.Open(Path.Combine(folders.Frames, clip)), number);
        MaskFolder? masks = problems.Try(() => MaskFolder.Open(Path.Combine(folders.Masks, clip)), number);
        if (masks is { Count: 0 }) Add($"The folder '{masks.Folder}' holds no masks; the clip's first frame needs one.");
        if (frames is null || masks is null or { Count: 0 }) return null;

        if (!HaveUsableNames(frames)) return null;
        CheckFrameSizes(frames, problems, number);
        if (!HaveFrames(masks, frames)) return null;
        IMaskSource? given = problems.Try(() => Open(masks, frames), number);
        if (given is null) return null;
        int introductions = given is FirstAppearances appearances ? appearances.Introductions : 1;
        if (folders.BackgroundId is int background) given = new GivenWithoutId(given, background);
        int[] ids = ReadIds(masks, given, frames);
        if (given.FirstObjectIds.Count == 0) Add($"The mask '{masks.Path(0)}' shows no object, only background; mark at least one object in it.");
        if (folders.SingleObject && ids.Length > 1)
            Add($"The first mask in '{masks.Folder}' shows {ids.Length} objects, but this data set has one in each clip; "
                + "take its own masks, not those of another year.");
        HashSet<string>? saved = SavedFrames(masks, frames, ids);
        var found = new DataSetClip(clip, frames, given, ids, saved, Truth: null)
        {
            Introductions = introductions,
            WithheldMasks = Withheld(masks, given),
        };
        if (!found.SavedFrames.Any())
            Add($"The meta file '{folders.Meta?.Path}' asks for no frame of '{masks.Folder}' from its first mask on; "
                + "take the file and the masks from the same archive.");
        return found with { Truth = Truth(found) };
    }

    /// <summary>Compares the sizes that the frames' headers give.</summary>
    public static void CheckFrameSizes(FrameFolder frames, Problems problems, int number)
    {
        for (int i = 1; i < frames.Count; i++)
        {
            string path = frames.Path(i);
            (int Width, int Height) size = problems.Try(() => PictureFile.ReadSize(path), number);
            if (size.Width > 0 && size != (frames.Width, frames.Height))
                problems.Add($"The frame '{path}' is {size.Width}x{size.Height}, but the clip's first frame is {frames.Width}x{frames.Height}; "
                    + "scale all frames to one size.", number);
        }
    }

    /// <summary>Reads all given masks: they must be of the frames' size, of one kind, and masks at all.</summary>
    private int[] ReadIds(MaskFolder masks, IMaskSource given, FrameFolder frames)
    {
        var ids = new SortedSet<int>();
        for (int frame = given.FirstFrame; frame < frames.Count; frame++)
        {
            int at = frame;
            if (problems.Try(() => given.TryRead(at, out IndexMask? mask) ? mask : null, number) is not IndexMask shown) continue;
            ids.UnionWith(shown.ObjectIds);
            int file = masks.IndexOf(frames.Name(frame));
            if (problems.Try(() => MaskInspection.Of(masks.Read(file)).Complaint(masks.Path(file)), number) is string complaint) Add(complaint);
        }
        return [.. ids];
    }

    private IMaskSource Open(MaskFolder masks, FrameFolder frames) => folders.Given switch
    {
        GivenMasks.First => MaskSource.Open(masks.Path(0), frames),
        _ => FirstAppearances.Find(masks, frames, problems, number),
    };

    /// <summary>Masks that are there and not given; what is truth is meant to be there.</summary>
    private int Withheld(MaskFolder masks, IMaskSource given) =>
        folders.Truth == folders.Masks ? 0 : given is FirstAppearances appearances ? appearances.ShownAgain : masks.Count - 1;

    /// <summary>Results bear the names of the clip and of its frames.</summary>
    private bool HaveUsableNames(FrameFolder frames)
    {
        string? fault = EntryName.Fault(clip);
        if (fault is not null)
            Add($"The folder '{Path.Combine(folders.Frames, clip)}' {fault}, so no results can be named after it; rename it and the folder of its masks.");
        string[] unusable = [.. Enumerable.Range(0, frames.Count).Where(i => EntryName.Fault(frames.Name(i)) is not null).Select(frames.Path)];
        foreach (string path in unusable)
            Add($"The frame '{path}' {EntryName.Fault(Path.GetFileNameWithoutExtension(path))}, so no mask can be named after it; rename it.");
        return fault is null && unusable.Length == 0;
    }

    private bool HaveFrames(MaskFolder masks, FrameFolder frames)
    {
        int[] without = [.. Enumerable.Range(0, masks.Count).Where(i => frames.IndexOf(masks.Name(i)) < 0)];
        foreach (int i in without)
            Add($"The mask '{masks.Path(i)}' belongs to no frame of '{Path.Combine(folders.Frames, clip)}'; add the frame, or remove the mask.");
        return without.Length == 0;
    }

    private HashSet<string>? SavedFrames(MaskFolder masks, FrameFolder frames, int[] ids)
    {
        if (folders.Meta is not YouTubeVosMeta meta) return null;
        if (!meta.Clips.TryGetValue(clip, out YouTubeVosMeta.Clip? known))
        {
            Add($"The meta file '{meta.Path}' does not know the clip '{masks.Folder}'; take the file and the masks from the same archive.");
            return null;
        }
        foreach (int id in ids.Where(id => !known.ObjectIds.Contains(id)))
            Add($"The masks '{masks.Folder}' show the object {id}, which the meta file '{meta.Path}' does not know; "
                + "take both from the same archive.");
        foreach (string frame in known.Frames.Where(frame => frames.IndexOf(frame) < 0).Order(StringComparer.Ordinal))
            Add($"The meta file '{meta.Path}' asks for the frame '{frame}', which is not in '{Path.Combine(folders.Frames, clip)}'; add it.");
        return [.. known.Frames];
    }

    private MaskSelection? Truth(DataSetClip found)
    {
        FrameFolder frames = found.Frames;
        if (folders.Truth is null || !Directory.Exists(Path.Combine(folders.Truth, clip))) return null;
        MaskFolder? truth = problems.Try(() => MaskFolder.Open(Path.Combine(folders.Truth, clip)), number);
        if (truth is null || truth.Count == 1 || !HaveFrames(truth, frames)) return null;
        for (int i = 0; i < truth.Count; i++)
        {
            string path = truth.Path(i);
            (int Width, int Height) size = problems.Try(() => PictureFile.ReadSize(path), number);
            if (size.Width > 0 && size != (frames.Width, frames.Height))
                Add($"The mask '{path}' is {size.Width}x{size.Height}, but the frames are {frames.Width}x{frames.Height}; make them the same size.");
        }
        return MaskSelection.Truth(folders.BackgroundId is int background ? new TruthWithoutId(truth, background) : truth, found);
    }

    private void Add(string problem) => problems.Add(problem, number);
}
