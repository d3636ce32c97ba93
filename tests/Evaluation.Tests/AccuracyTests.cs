using FsCheck.Xunit;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>J and F of one object in one frame.</summary>
public class AccuracyTests
{
    private static readonly Bitmap s_small = Samples.Box(10, 10, 3, 7, 3, 7);

    // Both vos-benchmark and davis2017-evaluation confirm these (docs/network.md#reference-scores).
    [Theory]
    [InlineData(1, .6, 1)]
    [InlineData(2, .3333333, .625)]
    [InlineData(3, .1428571, .6206897)]
    public void Shifted_boxes(int shift, double j, double f) => AssertScores(j, f, Samples.Box(10, 10, 3, 7, 3 + shift, 7 + shift), s_small);

    [Fact]
    public void The_whole_frame() => AssertScores(.16, 0, Samples.Box(10, 10, 0, 10, 0, 10), s_small);

    [Fact]
    public void Twice_the_height() => AssertScores(.5, .628, Samples.Box(200, 200, 50, 150, 100, 150), Samples.Box(200, 200, 100, 150, 100, 150));

    [Fact]
    public void A_frame_that_is_not_square() =>
        AssertScores(.7632135, .3233591, Samples.Box(160, 100, 20, 60, 30, 90), Samples.Box(160, 100, 22, 64, 33, 95));

    [Fact]
    public void Empty_masks()
    {
        var empty = new Bitmap(10, 10);
        AssertScores(1, 1, empty, empty);
        AssertScores(0, 0, empty, s_small);
        AssertScores(0, 0, s_small, empty);
    }

    [Fact]
    public void Masks_of_different_sizes_do_not_compare()
    {
        Assert.Throws<ArgumentException>(() => RegionSimilarity.Of(s_small, new Bitmap(10, 11)));
        Assert.Throws<ArgumentException>(() => BoundaryAccuracy.Of(s_small, new Bitmap(11, 10)));
    }

    [Property(MaxTest = 200)]
    public bool A_mask_agrees_with_itself(int seed) => Scores(Samples.RandomPair(seed).A, Samples.RandomPair(seed).A) == (1, 1);

    [Property(MaxTest = 200)]
    public bool Truth_and_prediction_can_be_exchanged(int seed)
    {
        (Bitmap a, Bitmap b) = Samples.RandomPair(seed);
        return Near(Scores(a, b), Scores(b, a));
    }

    [Property(MaxTest = 200)]
    public bool Rows_and_columns_can_be_exchanged(int seed)
    {
        (Bitmap a, Bitmap b) = Samples.RandomPair(seed);
        return Near(Scores(a, b), Scores(Samples.Transpose(a), Samples.Transpose(b)));
    }

    /// <summary>Only the last row and column have a rule of their own: masks that keep off the edges can be turned as one likes.</summary>
    [Property(MaxTest = 200)]
    public bool Masks_off_the_edges_can_be_mirrored(int seed)
    {
        (Bitmap a, Bitmap b) = Samples.RandomPair(seed, margin: 1);
        return Near(Scores(a, b), Scores(Samples.Mirror(a), Samples.Mirror(b))) && Near(Scores(a, b), Scores(Samples.Flip(a), Samples.Flip(b)));
    }

    [Fact]
    public void Masks_at_the_edges_cannot()
    {
        Bitmap a = Samples.Box(10, 10, 0, 5, 0, 5), b = Samples.Box(10, 10, 2, 9, 2, 9);
        Assert.NotEqual(BoundaryAccuracy.Of(a, b), BoundaryAccuracy.Of(Samples.Mirror(a), Samples.Mirror(b)), 1e-6);
    }

    [Property(MaxTest = 200)]
    public bool Scores_lie_between_none_and_all(int seed)
    {
        (Bitmap a, Bitmap b) = Samples.RandomPair(seed);
        (double j, double f) = Scores(a, b);
        return j is >= 0 and <= 1 && f is >= 0 and <= 1;
    }

    [Property(MaxTest = 100)]
    public bool J_is_that_of_the_masks_themselves(int seed)
    {
        var random = new Random(seed);
        int width = random.Next(1, 140), height = random.Next(1, 40);
        IndexMask a = RandomIds(), b = RandomIds();
        return Enumerable.Range(0, 4).All(id => RegionSimilarity.Of(a, b, id) == PixelByPixel(id));

        double PixelByPixel(int id)
        {
            (int Predicted, int True)[] pixels = [.. a.Ids.Zip(b.Ids)];
            int union = pixels.Count(pixel => pixel.Predicted == id || pixel.True == id);
            return union == 0 ? 1 : (double)pixels.Count(pixel => pixel.Predicted == id && pixel.True == id) / union;
        }

        IndexMask RandomIds() => new(width, height, [.. Enumerable.Range(0, width * height).Select(_ => random.Next(4))]);
    }

    private static (double J, double F) Scores(Bitmap predicted, Bitmap truth) =>
        (RegionSimilarity.Of(predicted, truth), BoundaryAccuracy.Of(predicted, truth));

    private static bool Near((double J, double F) a, (double J, double F) b) => Math.Abs(a.J - b.J) < 1e-12 && Math.Abs(a.F - b.F) < 1e-12;

    private static void AssertScores(double j, double f, Bitmap predicted, Bitmap truth)
    {
        Assert.Equal(j, RegionSimilarity.Of(predicted, truth), 5e-8);
        Assert.Equal(f, BoundaryAccuracy.Of(predicted, truth), 5e-8);
    }
}
