using System.Text.Json.Nodes;
using LiVOS.Evaluation.DataSets;
using LiVOS.Evaluation.Submissions;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>However many masks are there, the network is given each object's first: the true masks of later frames would score themselves.</summary>
public class FirstMaskTests
{
    public static TheoryData<string> Names => [.. Layouts.All.Select(layout => layout.Name)];

    /// <summary>Every mask that a data set may come with, where its frames are annotated throughout.</summary>
    [Theory, MemberData(nameof(Names))]
    public void No_object_is_given_twice(string name)
    {
        using var data = new TinyDataSet(name);
        AddAllMasks(data, name);

        DataSet set = Layouts.Named(name).Open(data.Root);

        Assert.All(set.Clips, clip =>
        {
            int[] given =
            [
                .. Enumerable.Range(0, TinyDataSet.Frames).SelectMany(frame => clip.Given.TryRead(frame, out IndexMask? mask) ? mask.ObjectIds : []),
            ];
            Assert.Equal(given.Distinct(), given);
            Assert.Equal(clip.ObjectIds, given.Order());
        });
    }

    [Theory]
    [InlineData("y18-val", 9)] // of two clips with 6 masks each: all but 1 and 1, and the one that shows a new object shows an old one too
    [InlineData("y19-val", 9)]
    [InlineData("lvos-test", 9)]
    [InlineData("mose-val", 10)]
    [InlineData("d17-test-dev", 10)]
    [InlineData("burst-val", 6)] // 4 annotated frames each
    [InlineData("burst-test", 6)]
    [InlineData("d16-val", 0)] // what is truth is meant to be there
    [InlineData("d17-val", 0)]
    [InlineData("lvos-val", 0)]
    [InlineData("generic", 0)]
    public void Masks_that_are_withheld_are_counted(string name, int withheld)
    {
        using var data = new TinyDataSet(name);
        Assert.Equal(0, Layouts.Named(name).Open(data.Root).Clips.Sum(clip => clip.WithheldMasks));
        AddAllMasks(data, name);
        Assert.InRange(Layouts.Named(name).Open(data.Root).Clips.Sum(clip => clip.WithheldMasks), withheld, withheld + (withheld > 0 ? 1 : 0));
    }

    [Fact]
    public void Predictions_of_BURST_copy_first_masks_only()
    {
        using var data = new TinyDataSet("burst-val");
        AddAllMasks(data, "burst-val");
        DataSet set = Layouts.Named("burst-val").Open(data.Root);
        foreach (DataSetClip clip in set.Clips)
            foreach (string frame in clip.SavedFrames)
            {
                Directory.CreateDirectory(data[$"out/Annotations/{clip.Name}"]);
                Png.WriteMask(data[$"out/Annotations/{clip.Name}/{frame}.png"], TinyDataSet.Mask(0, second: false));
            }

        BurstPredictions.Write(data["predictions.json"], set.Burst!, new ResultFolder(data["out/Annotations"]));

        JsonArray segmentations = JsonNode.Parse(File.ReadAllText(data["predictions.json"]))!["sequences"]![1]!["segmentations"]!.AsArray();
        Assert.Equal(["1 given", "1 predicted, 2 given", "1 predicted", "1 predicted"], segmentations.Select(frame => string.Join(
            ", ", frame!.AsObject().OrderBy(each => each.Key).Select(each => each.Key + (each.Value!["is_gt"] is null ? " predicted" : " given")))));
    }

    [Fact]
    public void In_DAVIS_2017_where_nothing_is_known_is_background()
    {
        using var data = new TinyDataSet("d17-val");
        foreach (int frame in Enumerable.Range(0, TinyDataSet.Frames))
        {
            IndexMask mask = TinyDataSet.Mask(frame, second: false);
            mask.Ids[0] = 255;
            data.AddMask($"Annotations/480p/apple/{frame:00000}.png", new IndexMask(mask.Width, mask.Height, mask.Ids));
        }

        DataSetClip clip = Layouts.Named("d17-val").Open(data.Root).Clips[0];

        Assert.Equal([1], clip.ObjectIds);
        Assert.Equal([1], clip.Given.FirstObjectIds);
        Assert.True(clip.Given.TryRead(0, out IndexMask? given));
        Assert.Equal([1], given.ObjectIds);
        Assert.All(Enumerable.Range(0, clip.Truth!.Count), i => Assert.Equal([1], clip.Truth.Read(i).ObjectIds));
    }

    [Fact]
    public void In_DAVIS_2016_255_is_the_object()
    {
        using var data = new TinyDataSet("d16-val");
        foreach (string clip in TinyDataSet.Clips)
            foreach (int frame in Enumerable.Range(0, TinyDataSet.Frames))
                data.AddMask($"Annotations/480p/{clip}/{frame:00000}.png", TinyDataSet.Mask(frame, second: false, MaskFormat.Grey, firstId: 255));

        Assert.All(Layouts.Named("d16-val").Open(data.Root).Clips, clip => Assert.Equal([255], clip.ObjectIds));
    }

    private static void AddAllMasks(TinyDataSet data, string name)
    {
        if (name.StartsWith("burst", StringComparison.Ordinal))
        {
            File.Copy(data.In($"{name[6..]}/all_classes.json"), data.In($"{name[6..]}/first_frame_annotations.json"), overwrite: true);
            return;
        }
        string folder = name switch
        {
            "y18-val" or "y19-val" or "mose-val" or "lvos-val" => "valid/Annotations",
            "lvos-test" => "test/Annotations",
            "generic" => "Annotations",
            _ => "Annotations/480p",
        };
        foreach (string clip in TinyDataSet.Clips)
            for (int frame = 0; frame < TinyDataSet.Frames; frame++)
                data.AddMask($"{folder}/{clip}/{frame:00000}.png", TinyDataSet.Mask(frame, second: clip == TinyDataSet.Clips[1] && name != "d16-val"));
    }
}
