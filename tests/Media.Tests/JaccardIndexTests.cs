namespace LiVOS.Media.Tests;

public class JaccardIndexTests
{
    static readonly IndexMask Truth = Samples.Box(10, 10, 3, 7, 3, 7);

    // The unit cases of davis2017-evaluation and vos-benchmark.
    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1, .6)]
    [InlineData(2, .3333333)]
    [InlineData(3, .1428571)]
    public void Shifted_boxes(int shift, double expected) =>
        Assert.Equal(expected, JaccardIndex.Of(Samples.Box(10, 10, 3, 7, 3 + shift, 7 + shift), Truth, 1), 1e-7);

    [Fact]
    public void The_whole_frame() => Assert.Equal(.16, JaccardIndex.Of(Samples.Box(10, 10, 0, 10, 0, 10), Truth, 1), 1e-7);

    [Fact]
    public void Both_empty_is_one_and_one_empty_is_zero()
    {
        Assert.Equal(1, JaccardIndex.Of(Truth, Truth, 2));
        Assert.Equal(0, JaccardIndex.Of(Samples.Box(10, 10, 3, 7, 3, 7, id: 2), Truth, 1));
    }

    [Fact]
    public void Other_sizes_are_refused() =>
        Assert.Throws<ArgumentException>(() => JaccardIndex.Of(Samples.Box(9, 10, 0, 1, 0, 1), Truth, 1));
}
