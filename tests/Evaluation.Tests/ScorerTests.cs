using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>Which frames and objects count (docs/network.md#averages).</summary>
public sealed class ScorerTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_first_and_the_last_true_frame_do_not_count()
    {
        Add(0, truth: "1..", predicted: "...");
        Add(1, truth: "1..", predicted: "1..");
        Add(2, truth: "1..", predicted: "...");

        ClipScore clip = Score();

        Assert.Equal(1, clip.ScoredFrames);
        Assert.Equal([new FrameScore("00001", 1, 1)], Assert.Single(clip.Objects).Frames!);
        Assert.Equal((1, 1, 1.0), (clip.J!.Value.Mean, clip.F!.Value.Mean, clip.JAndF));
    }

    [Fact]
    public void An_object_counts_from_the_first_scored_frame_that_shows_it_in_truth_or_prediction()
    {
        Add(0, truth: "12.", predicted: "12.");
        Add(1, truth: "1..", predicted: "1..");
        Add(2, truth: "1..", predicted: "1.2");
        Add(3, truth: "12.", predicted: "12.");
        Add(4, truth: "1..", predicted: "1..");
        Add(5, truth: "1..", predicted: "1..");

        ObjectScore late = Score().Objects[1];

        Assert.Equal(2, late.Id);
        Assert.Equal(["00002", "00003", "00004"], late.Frames!.Select(frame => frame.Frame));
        Assert.Equal([0.0, 1, 1], late.Frames!.Select(frame => frame.J));
    }

    [Fact]
    public void Ids_that_the_truth_does_not_know_count_in_no_mean()
    {
        Add(0, truth: "13.", predicted: "1..");
        Add(1, truth: "1..", predicted: "177");
        Add(2, truth: "1..", predicted: "1..");

        Assert.Equal([1], Score().Objects.Select(each => each.Id));
    }

    [Fact]
    public void Truth_may_be_sparse_and_what_else_is_predicted_does_not_matter()
    {
        foreach (int frame in new[] { 0, 4, 8 }) Add(frame, truth: "1..", predicted: "1..");
        folder.Add("predicted/00005.png", Samples.Ids("999"));

        Assert.Equal(1, Score().ScoredFrames);
    }

    [Fact]
    public void The_mean_is_over_all_objects_of_all_clips()
    {
        ClipScore one = new("one", 1, [Object(1, .3)]), three = new("three", 1, [Object(1, .5), Object(2, .7), Object(3, .9)]);

        SetScore set = SetScore.Of([one, three])!;

        Assert.Equal(.6, set.J.Mean, 1e-12);
        Assert.Equal(4, set.Objects);
        Assert.Null(SetScore.Of([new ClipScore("none", 1, [])]));
        Assert.Null(new ClipScore("none", 1, []).JAndF);

        static ObjectScore Object(int id, double j) => new(id, 1, new Measure(j, 1, 0), new Measure(j, 1, 0), []);
    }

    [Fact]
    public void A_missing_mask_is_an_error()
    {
        Add(0, truth: "1..", predicted: "1..");
        folder.Add("truth/00001.png", Samples.Ids("1.."));
        Add(2, truth: "1..", predicted: "1..");

        var error = Assert.Throws<MediaException>(Score);
        Assert.Contains(folder["truth/00001.png"], error.Message);
        Assert.Contains(folder["predicted"], error.Message);
    }

    [Fact]
    public void Masks_that_do_not_compare_are_errors()
    {
        foreach (int frame in new[] { 0, 1, 2 }) Add(frame, truth: "1..", predicted: "1..");

        folder.Add("predicted/00001.png", Samples.Ids("1..."));
        Assert.Contains("4x1", Assert.Throws<MediaException>(Score).Message);

        folder.Add("predicted/00001.png", Samples.Ids("1..").As(MaskFormat.RgbIds, null));
        Assert.Contains("kinds", Assert.Throws<MediaException>(Score).Message);
    }

    [Fact]
    public void It_can_be_stopped_and_tells_how_far_it_has_come()
    {
        foreach (int frame in Enumerable.Range(0, 12)) Add(frame, truth: "1..", predicted: "1..");

        int most = 0;
        Scorer.Score([Clip()], done => most = Math.Max(most, done), threads: 1);
        Assert.Equal(10, most);

        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Scorer.Score([Clip()], _ => stop.Cancel(), threads: 1, stop.Token));
    }

    ClipScore Score() => Assert.Single(Scorer.Score([Clip()]));

    ClipToScore Clip() => new("clip", MaskFolder.Open(folder["truth"]), MaskFolder.Open(folder["predicted"]));

    void Add(int frame, string truth, string predicted)
    {
        folder.Add($"truth/{frame:00000}.png", Samples.Ids(truth));
        folder.Add($"predicted/{frame:00000}.png", Samples.Ids(predicted));
    }
}
