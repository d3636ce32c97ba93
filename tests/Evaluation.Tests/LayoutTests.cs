using LiVOS.Evaluation.DataSets;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>What is given and what is asked for, in every layout (docs/network.md#evaluation-protocol, #submissions).</summary>
public class LayoutTests
{
    private static readonly string[] s_allFrames = [.. Enumerable.Range(0, TinyDataSet.Frames).Select(frame => $"{frame:00000}")];

    public static TheoryData<string> Names => [.. Layouts.All.Select(layout => layout.Name)];

    [Fact]
    public void All_data_sets_are_there() => Assert.Equal(
        ["d16-val", "d17-val", "d17-test-dev", "y18-val", "y19-val", "mose-val", "lvos-val", "lvos-test", "burst-val", "burst-test", "generic"],
        Layouts.All.Select(layout => layout.Name));

    [Theory, MemberData(nameof(Names))]
    public void Every_clip_is_found_with_its_frames_and_first_mask(string name)
    {
        using var data = new TinyDataSet(name);

        DataSet set = Layouts.Named(name).Open(data.Root);

        Assert.Equal(name, set.Name);
        Assert.Equal(TinyDataSet.Clips, set.Clips.Select(clip => clip.Name.Split("_-_")[^1]));
        Assert.All(set.Clips, clip =>
        {
            Assert.Equal((TinyDataSet.Frames, TinyDataSet.Width, TinyDataSet.Height), (clip.Frames.Count, clip.Frames.Width, clip.Frames.Height));
            Assert.Equal(0, clip.Given.FirstFrame);
            Assert.True(clip.Given.TryRead(0, out IndexMask? mask));
            Assert.Single(mask.ObjectIds);
        });
    }

    [Theory]
    [InlineData("d16-val", 480, Submission.None)]
    [InlineData("d17-val", 480, Submission.None)]
    [InlineData("d17-test-dev", 480, Submission.ZipOfClips)]
    [InlineData("y18-val", 480, Submission.ZipOfAnnotations)]
    [InlineData("y19-val", 480, Submission.ZipOfAnnotations)]
    [InlineData("mose-val", 480, Submission.ZipOfClips)]
    [InlineData("lvos-val", 480, Submission.None)]
    [InlineData("lvos-test", 480, Submission.ZipOfAnnotations)]
    [InlineData("burst-val", 600, Submission.BurstPredictions)]
    [InlineData("burst-test", 600, Submission.BurstPredictions)]
    [InlineData("generic", null, Submission.None)]
    public void Sizes_and_submissions_are_the_data_sets(string name, int? size, Submission submission)
    {
        using var data = new TinyDataSet(name);
        DataSet set = Layouts.Named(name).Open(data.Root);
        Assert.Equal((size, submission), (set.Size, set.Submission));
    }

    /// <summary>Which frames' masks are given, which are saved (of the second clip; empty for all), and how many are truth.</summary>
    [Theory]
    [InlineData("d16-val", "0", "", 6)]
    [InlineData("d17-val", "0", "", 6)]
    [InlineData("d17-test-dev", "0", "", 0)]
    [InlineData("y18-val", "0 2", "0 2 4", 0)]
    [InlineData("y19-val", "0 2", "0 2 4", 0)]
    [InlineData("mose-val", "0", "", 0)]
    [InlineData("lvos-val", "0 2", "", 6)]
    [InlineData("lvos-test", "0 2", "", 0)]
    [InlineData("burst-val", "0 2", "0 2 3 5", 4)]
    [InlineData("burst-test", "0 2", "0 2 3 5", 4)]
    [InlineData("generic", "0", "", 6)]
    public void What_is_given_saved_and_true(string name, string given, string saved, int truth)
    {
        using var data = new TinyDataSet(name);

        DataSetClip clip = Layouts.Named(name).Open(data.Root).Clips.Single(clip => clip.Name.EndsWith(TinyDataSet.Clips[1]));

        Assert.Equal(given, string.Join(' ', Enumerable.Range(0, TinyDataSet.Frames).Where(frame => clip.Given.TryRead(frame, out _))));
        string[] expected = saved.Length == 0 ? s_allFrames : [.. saved.Split(' ').Select(frame => $"0000{frame}")];
        Assert.Equal(expected, clip.SavedFrames);
        Assert.Equal(truth, clip.Truth?.Count ?? 0);
        Assert.Equal(given.Contains('2') ? 2 : 1, clip.ObjectIds.Count);
    }

    [Theory]
    [InlineData("y19-val")]
    [InlineData("lvos-val")]
    [InlineData("lvos-test")]
    [InlineData("burst-val")]
    public void A_later_mask_gives_only_the_objects_that_are_new(string name)
    {
        using var data = new TinyDataSet(name);

        DataSetClip clip = Layouts.Named(name).Open(data.Root).Clips.Single(clip => clip.Name.EndsWith(TinyDataSet.Clips[1]));

        Assert.True(clip.Given.TryRead(TinyDataSet.SecondAppears, out IndexMask? mask));
        Assert.Equal([2], mask.ObjectIds);
        Assert.Equal(1, RegionSimilarity.Of(mask, TinyDataSet.Mask(TinyDataSet.SecondAppears, second: true), 2));
    }

    [Fact]
    public void Clips_that_the_subset_does_not_name_are_left_out()
    {
        using var data = new TinyDataSet("d17-val");
        data.AddText("ImageSets/2017/val.txt", "bear\n\n");
        Assert.Equal(["bear"], Layouts.Named("d17-val").Open(data.Root).Clips.Select(clip => clip.Name));
    }

    [Fact]
    public void DAVIS_2016s_own_subset_file_names_pictures()
    {
        using var data = new TinyDataSet("d16-val");
        File.Delete(data.In("ImageSets/2016/val.txt"));
        data.AddText("ImageSets/480p/val.txt", """
            /JPEGImages/480p/bear/00000.jpg /Annotations/480p/bear/00000.png
            /JPEGImages/480p/bear/00001.jpg /Annotations/480p/bear/00001.png

            """);
        Assert.Equal(["bear"], Layouts.Named("d16-val").Open(data.Root).Clips.Select(clip => clip.Name));
    }

    /// <summary>The published code has the sets in a folder of folders; its root may be given too.</summary>
    [Theory]
    [InlineData("d17-val", "2017/trainval")]
    [InlineData("d17-test-dev", "2017/test-dev")]
    [InlineData("d17-val", "trainval")]
    public void The_folder_above_will_do(string name, string below)
    {
        using var data = new TinyDataSet(name);
        string above = data["above"];
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(above, below))!);
        Directory.Move(data.Root, Path.Combine(above, below));
        Assert.Equal(2, Layouts.Named(name).Open(above).Clips.Count);
    }

    [Fact]
    public void LVOS_first_masks_that_are_there_already_are_taken()
    {
        using var data = new TinyDataSet("lvos-val");
        foreach (string clip in TinyDataSet.Clips) data.AddMask($"valid/Annotations_first_only/{clip}/00001.png", TinyDataSet.Mask(1, second: false));

        DataSet set = Layouts.Named("lvos-val").Open(data.Root);

        Assert.All(set.Clips, clip => Assert.Equal(1, clip.Given.FirstFrame));
        Assert.All(set.Clips, clip => Assert.Equal(5, clip.Truth!.Count)); // what comes before the first mask has no result
    }

    [Fact]
    public void Run_length_truth_is_what_it_was_made_from()
    {
        using var data = new TinyDataSet("burst-val");
        IMaskSequence truth = Layouts.Named("burst-val").Open(data.Root).Clips[1].Truth!;
        Assert.Equal(["00000", "00002", "00003", "00005"], Enumerable.Range(0, truth.Count).Select(truth.Name));
        Assert.Equal(TinyDataSet.Mask(3, second: true).Ids, truth.Read(2).Ids);
    }
}
