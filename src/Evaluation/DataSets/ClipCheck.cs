using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>Looks at everything in a clip's folders that could stop its run later: no picture is decoded but the first and the given masks.</summary>
/// <param name="folders">Where the data set lies.</param>
/// <param name="clip">The clip.</param>
/// <param name="number">Its number, by which problems are sorted.</param>
/// <param name="problems">Takes what is wrong.</param>
sealed class ClipCheck(ClipFolders folders, string clip, int number, Problems problems)
{
    /// <summary>Checks the clip; null where it cannot be run.</summary>
    public DataSetClip? Run()
    {
        FrameFolder? frames = problems.Try(() => FrameFolder.Open(Path.Combine(folders.Frames, clip)), number);
        MaskFolder? masks = problems.Try(() => MaskFolder.Open(Path.Combine(folders.Masks, clip)), number);
        if (masks is { Count: 0 }) Add($"The folder '{masks.Folder}' holds no masks; the clip's first frame needs one.");
        if (frames is null || masks is null or { Count: 0 }) return null;

        CheckFrameSizes(frames, problems, number);
        if (!HaveFrames(masks, frames)) return null;
        IMaskSource? given = problems.Try(() => Open(masks, frames), number);
        if (given is null) return null;
        int[] ids = ReadIds(given, frames);
        if (folders.SingleObject && ids.Length > 1)
            Add($"The first mask in '{masks.Folder}' shows {ids.Length} objects, but this data set has one in each clip; "
                + "take its own masks, not those of another year.");
        HashSet<string>? saved = SavedFrames(masks, frames, ids);
        var found = new DataSetClip(clip, frames, given, ids, saved, Truth: null);
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

    /// <summary>Reads all given masks: they must be of the frames' size and of one kind.</summary>
    int[] ReadIds(IMaskSource given, FrameFolder frames)
    {
        var ids = new SortedSet<int>();
        for (int frame = given.FirstFrame; frame < frames.Count; frame++)
        {
            int at = frame;
            ids.UnionWith(problems.Try(() => given.TryRead(at, out IndexMask? mask) ? mask.ObjectIds : [], number) ?? []);
        }
        return [.. ids];
    }

    IMaskSource Open(MaskFolder masks, FrameFolder frames) => folders.Given switch
    {
        GivenMasks.First => MaskSource.Open(masks.Path(0), frames),
        GivenMasks.All => MaskSource.Open(masks.Folder, frames),
        _ => FirstAppearances.Find(masks, frames),
    };

    bool HaveFrames(MaskFolder masks, FrameFolder frames)
    {
        int[] without = [.. Enumerable.Range(0, masks.Count).Where(i => frames.IndexOf(masks.Name(i)) < 0)];
        foreach (int i in without)
            Add($"The mask '{masks.Path(i)}' belongs to no frame of '{Path.Combine(folders.Frames, clip)}'; add the frame, or remove the mask.");
        return without.Length == 0;
    }

    HashSet<string>? SavedFrames(MaskFolder masks, FrameFolder frames, int[] ids)
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

    MaskSelection? Truth(DataSetClip found)
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
        return MaskSelection.Truth(truth, found);
    }

    void Add(string problem) => problems.Add(problem, number);
}
