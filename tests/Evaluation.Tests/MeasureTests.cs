using LiVOS.Evaluation.Scores;

namespace LiVOS.Evaluation.Tests;

/// <summary>Means, recall and decay. The expected values are what davis2017-evaluation's db_statistics gives.</summary>
public class MeasureTests
{
    [Theory]
    [InlineData(new[] { .7 }, .7, 1, 0)]
    [InlineData(new[] { .9, .1 }, .5, .5, .8)]
    [InlineData(new[] { .5, .51, .2 }, .40333333333333332, .33333333333333331, .305)]
    [InlineData(new[] { 1, .9, .8, .7, .6, .5, .4, .3, .2, .1 }, .55, .5, .7)]
    public void One_object(double[] frames, double mean, double recall, double decay)
    {
        Measure measure = Measure.OfFrames(frames);
        Assert.Equal(mean, measure.Mean, 1e-12);
        Assert.Equal(recall, measure.Recall, 1e-12);
        Assert.Equal(decay, measure.Decay, 1e-12);
    }

    [Fact]
    public void Objects_have_the_same_weight() => Assert.Equal(
        new Measure(.5, .75, -.25), Measure.OfObjects([new Measure(.25, .5, 0), new Measure(.75, 1, -.5)]));

    [Fact]
    public void Of_nothing_there_is_no_mean()
    {
        Assert.Throws<ArgumentException>(() => Measure.OfFrames([]));
        Assert.Throws<ArgumentException>(() => Measure.OfObjects([]));
    }
}
