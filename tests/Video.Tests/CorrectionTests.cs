using LiVOS.Media;

namespace LiVOS.Video.Tests;

/// <summary>Which frames are named for correction.</summary>
public sealed class CorrectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_largest_fall_comes_first_and_is_corrected_where_it_begins_to_be_steep()
    {
        ConfidenceTimeline timeline = Timeline(
            [.. Repeat(0.95, 10), 0.9, 0.7, 0.5, 0.5, 0.5, .. Repeat(0.95, 10), 0.8, .. Repeat(0.95, 5)]);

        IReadOnlyList<Correction> found = Correction.Suggest(timeline, 5);

        Assert.Equal(2, found.Count);
        Assert.Equal((11, 1, 5, 0), (found[0].Frame, found[0].Id, found[0].Frames, found[0].LostFrames));
        Assert.Equal(0.7, found[0].Confidence, 5);
        Assert.Equal(0.05 + 0.25 + 3 * 0.45, found[0].Doubt, 5);
        Assert.Equal((25, 1), (found[1].Frame, found[1].Frames));
        Assert.Equal(found.Take(1), Correction.Suggest(timeline, 1));
    }

    [Fact]
    public void Pauses_of_two_frames_do_not_end_a_fall_and_those_of_three_do()
    {
        double[] sure = Repeat(0.9, 20);
        Assert.Single(Correction.Suggest(Timeline([.. sure, 0.5, 0.9, 0.9, 0.5, .. sure]), 5));
        Assert.Equal(2, Correction.Suggest(Timeline([.. sure, 0.5, 0.9, 0.9, 0.9, 0.5, .. sure]), 5).Count);
    }

    [Fact]
    public void Steady_confidence_suggests_nothing_however_low() => Assert.Empty(Correction.Suggest(Timeline(Repeat(0.6, 12)), 5));

    [Fact]
    public void Lost_frames_are_counted_and_frames_before_an_object_are_not()
    {
        var timeline = new ConfidenceTimeline();
        for (int frame = 0; frame < 12; frame++)
            timeline.Add(frame * 2, frame < 3 ? [] : [Score(7, frame < 9 ? 0.9 : 0, isLost: frame >= 10)]);

        Correction found = Assert.Single(Correction.Suggest(timeline, 5));

        Assert.Equal((18, 7, 3, 2), (found.Frame, found.Id, found.Frames, found.LostFrames));
        Assert.Null(timeline.Objects[7].At(2));
        Assert.Equal(0.9, timeline.Objects[7].At(3)!.Value, 5);
    }

    [Fact]
    public async Task A_file_of_scores_comes_back()
    {
        await using (var file = new ScoresFile(_folder["scores.jsonl"]))
        {
            for (int frame = 0; frame < 3; frame++)
                await file.WriteAsync(new SegmentedFrame(frame, $"{frame}", null, new LabelMask(1, 1, [0], [0], MaskFormat.Indexed, null), null)
                {
                    Scores = [Score(1, 0.5 + 0.1 * frame), Score(2, 0, isLost: true)],
                });
            await file.CompleteAsync();
        }

        ConfidenceTimeline timeline = ConfidenceTimeline.Read(_folder["scores.jsonl"]);

        Assert.Equal([0, 1, 2], timeline.Frames);
        Assert.Equal([1, 2], timeline.Objects.Keys);
        Assert.Equal(0.7, timeline.Objects[1].At(2)!.Value, 5);
        Assert.True(timeline.Objects[2].IsLostAt(0));
    }

    [Theory]
    [InlineData("", "has no scores")]
    [InlineData("{\"frame\":0,\"time\":null,\"objects\":[]}\nnonsense", "Line 2")]
    [InlineData("{\"frame\":0}", "Line 1")]
    [InlineData("{\"frame\":-1,\"objects\":[]}", "Line 1")]
    [InlineData("{\"frame\":0,\"objects\":[{\"id\":1,\"mean_p\":7}]}", "Line 1")]
    [InlineData("{\"frame\":0,\"objects\":[null]}", "Line 1")]
    [InlineData("{\"frame\":3,\"objects\":[]}\n{\"frame\":3,\"objects\":[]}", "frame 3, behind 3")]
    public void Other_files_are_refused(string content, string complaint)
    {
        File.WriteAllText(_folder["other.jsonl"], content);
        MediaException error = Assert.Throws<MediaException>(() => ConfidenceTimeline.Read(_folder["other.jsonl"]));
        Assert.Contains(complaint, error.Message);
        Assert.Contains("other.jsonl", error.Message);
    }

    private static ConfidenceTimeline Timeline(params double[] confidence)
    {
        var timeline = new ConfidenceTimeline();
        for (int frame = 0; frame < confidence.Length; frame++) timeline.Add(frame, [Score(1, confidence[frame])]);
        return timeline;
    }

    private static ObjectScore Score(int id, double confidence, bool isLost = false) => new(id, 4, [0, 0, 2, 2], confidence, confidence, 1, isLost);

    private static double[] Repeat(double value, int count) => [.. Enumerable.Repeat(value, count)];
}
