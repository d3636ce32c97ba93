using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>Which frames and objects count (docs/network.md#averages).</summary>
public sealed class ScorerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
        _folder.Add("predicted/00005.png", Samples.Ids("999"));

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
    public void A_clip_with_a_missing_mask_is_left_out()
    {
        Add(0, truth: "1..", predicted: "1..");
        _folder.Add("truth/00001.png", Samples.Ids("1.."));
        Add(2, truth: "1..", predicted: "1..");

        string problem = WhyLeftOut();
        Assert.Contains(_folder["truth/00001.png"], problem);
        Assert.Contains(_folder["predicted"], problem);
    }

    [Fact]
    public void Clips_whose_masks_do_not_compare_are_left_out()
    {
        foreach (int frame in new[] { 0, 1, 2 }) Add(frame, truth: "1..", predicted: "1..");

        _folder.Add("predicted/00001.png", Samples.Ids("1..."));
        Assert.Contains("4x1", WhyLeftOut());

        _folder.Add("predicted/00001.png", Samples.Ids("1..").As(MaskFormat.RgbIds, null));
        Assert.Contains("kinds", WhyLeftOut());
    }

    [Fact]
    public void One_clip_that_cannot_be_scored_does_not_stop_the_others()
    {
        foreach (int frame in new[] { 0, 1, 2 }) Add(frame, truth: "1..", predicted: "1..");
        ClipToScore good = Clip() with { Name = "good" };
        foreach (int frame in new[] { 0, 1, 2 })
        {
            _folder.Add($"broken/{frame:00000}.png", Samples.Ids("1.."));
            File.WriteAllBytes(_folder[$"broken/{frame:00000}.png"], [0x89, 0x50, 0x4E, 0x47]);
        }
        var broken = new ClipToScore("broken", MaskFolder.Open(_folder["truth"]), MaskFolder.Open(_folder["broken"]));

        ScoreOutcome outcome = Scorer.Score([broken, good]);

        Assert.Equal(["good"], outcome.Clips.Select(clip => clip.Name));
        Assert.Equal(1, outcome.Clips[0].JAndF);
        LeftOutClip leftOut = Assert.Single(outcome.LeftOut);
        Assert.Equal("broken", leftOut.Name);
        Assert.Contains(_folder["broken/00001.png"], Assert.Single(leftOut.Problems));
    }

    [Fact]
    public void A_picture_is_no_mask_and_is_not_scored_colour_by_colour()
    {
        foreach (int frame in new[] { 0, 1, 2 })
        {
            _folder.Add($"truth/{frame:00000}.png", Picture(ObjectLimit.Most));
            _folder.Add($"predicted/{frame:00000}.png", Picture(ObjectLimit.Most + 1));
        }

        string problem = WhyLeftOut();

        Assert.Contains(_folder["predicted/00001.png"], problem);
        Assert.Contains($"more than {ObjectLimit.Most} ids", problem);

        static IndexMask Picture(int ids) => new(ids, 1, [.. Enumerable.Range(1, ids)], MaskFormat.RgbIds);
    }

    [Theory]
    [InlineData("7..", "1..", "No id of the masks is one of the truth's: 7 against 1")]
    [InlineData("77.", "12.", "No id of the masks is one of the truth's: 7 against 1, 2")]
    [InlineData("345", "12.", "No id of the masks is one of the truth's: 3, 4, 5 against 1, 2")]
    [InlineData("17.", "12.", null)] // one that both have
    [InlineData("...", "12.", null)] // nothing found is no question of ids
    [InlineData("12.", "12.", null)]
    public void Ids_that_are_all_others_than_the_truths_are_reported(string predicted, string truth, string? hint)
    {
        foreach (int frame in new[] { 0, 1, 2 }) Add(frame, truth, predicted);

        string? told = Scorer.Score([Clip(), Clip() with { Name = "same" }]).Hint;

        if (hint is null) Assert.Null(told);
        else Assert.StartsWith(hint, told);
    }

    [Fact]
    public void Ids_that_are_others_in_some_clips_are_reported_of_these()
    {
        foreach (int frame in new[] { 0, 1, 2 }) Add(frame, truth: "1..", predicted: "1..");
        ClipToScore right = Clip();
        foreach (int frame in new[] { 0, 1, 2 }) _folder.Add($"others/{frame:00000}.png", Samples.Ids("5.."));

        string? told = Scorer.Score([right, right with { Predicted = MaskFolder.Open(_folder["others"]) }]).Hint;

        Assert.StartsWith("In 1 of 2 clips no id of the masks is one of the truth's: 5 against 1;", told);
    }

    /// <summary>By davis2017-evaluation's measures with void pixels: these are taken out of both masks.</summary>
    [Theory]
    [InlineData("11.9", "11.1", 1.0)] // what is found where nothing is known does not count against it
    [InlineData("11.9", "1..1", 0.5)]
    [InlineData("1199", "1111", 1.0)]
    [InlineData("1.99", "11..", 0.5)]
    [InlineData("1199", "..11", 0.0)]
    public void Void_pixels_are_left_out_of_both_masks(string truth, string predicted, double j)
    {
        foreach (int frame in new[] { 0, 1, 2 }) Add(frame, truth, predicted);

        ObjectScore each = Assert.Single(Assert.Single(Scorer.Score([Clip() with { Void = 9 }]).Clips).Objects);

        Assert.Equal((1, j), (each.Id, each.J.Mean));
        Bitmap found = WithoutVoid(predicted), wanted = WithoutVoid(truth);
        Assert.Equal(BoundaryAccuracy.Of(found, wanted), each.F.Mean);

        Bitmap WithoutVoid(string row) => Bitmap.Of(Samples.Ids(new string([.. row.Select((id, x) => truth[x] == '9' ? '.' : id)])), 1);
    }

    [Fact]
    public void An_id_that_is_not_void_is_an_object()
    {
        foreach (int frame in new[] { 0, 1, 2 }) Add(frame, truth: "119", predicted: "11.");
        Assert.Equal([1, 9], Score().Objects.Select(each => each.Id));
    }

    [Theory]
    [InlineData(typeof(OutOfMemoryException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    public void What_stops_one_thread_is_reported_as_it_is(Type kind)
    {
        foreach (int frame in new[] { 0, 1, 2, 3 }) Add(frame, truth: "1..", predicted: "1..");
        var clip = new ClipToScore("clip", new Failing((Exception)Activator.CreateInstance(kind)!), MaskFolder.Open(_folder["predicted"]));

        Assert.Throws(kind, () => Scorer.Score([clip]));
    }

    [Fact]
    public void An_object_limit_does_not_count_the_same_id_twice()
    {
        var mask =
            new IndexMask(4 * ObjectLimit.Most, 1, [.. Enumerable.Range(0, 4 * ObjectLimit.Most).Select(x => 1 + x % ObjectLimit.Most)], MaskFormat.RgbIds);
        Assert.Same(mask, ObjectLimit.Require(mask, "mask.png"));
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

    private ClipScore Score() => Assert.Single(Scorer.Score([Clip()]).Clips);

    private string WhyLeftOut()
    {
        ScoreOutcome outcome = Scorer.Score([Clip()]);
        Assert.Empty(outcome.Clips);
        return Assert.Single(Assert.Single(outcome.LeftOut).Problems);
    }

    private ClipToScore Clip() => new("clip", MaskFolder.Open(_folder["truth"]), MaskFolder.Open(_folder["predicted"]));

    private void Add(int frame, string truth, string predicted)
    {
        _folder.Add($"truth/{frame:00000}.png", Samples.Ids(truth));
        _folder.Add($"predicted/{frame:00000}.png", Samples.Ids(predicted));
    }

    /// <summary>True masks that cannot be read, for want of something.</summary>
    private sealed class Failing(Exception error) : IMaskSequence
    {
        public int Count => 4;

        public string Name(int index) => $"{index:00000}";

        public string Path(int index) => Name(index);

        public IndexMask Read(int index) => throw error;
    }
}
