using FsCheck.Xunit;

namespace LiVOS.Media.Tests;

/// <summary>COCO's compressed run lengths.</summary>
public class CocoRunLengthTests
{
    // Worked out by hand: groups of five bits, lowest first, 48 added; 32 where more follow; bit 4 of the last group is the sign.
    [Theory]
    [InlineData(new[] { 0 }, "0")]
    [InlineData(new[] { 15 }, "?")]                      // 01111: the largest of one group
    [InlineData(new[] { 16 }, "`0")]                     // 10000 would be negative: 48 + 32 + 16, then 0
    [InlineData(new[] { 31 }, "o0")]                     // 11111, then 0
    [InlineData(new[] { 32 }, "P1")]                     // 0, then 1
    [InlineData(new[] { 1000 }, "Xo0")]                  // 01000, 11111 with more to follow as it looks negative, 0
    [InlineData(new[] { 5, 3, 4 }, "534")]               // the first three as they are
    [InlineData(new[] { 5, 3, 4, 3 }, "5340")]           // then differences from two before: 3 - 3
    [InlineData(new[] { 5, 3, 4, 1, 9 }, "534N5")]       // 1 - 3 = -2 = ...11110: 48 + 30; 9 - 4
    [InlineData(new[] { 5, 40, 4, 1, 9 }, "5X14iN5")]    // 40 = 01000, 1; 1 - 40 = -39 = ...11110 11001: 25 with more, 30
    public void Numbers(int[] counts, string packed)
    {
        Assert.Equal(packed, CocoRunLength.Pack(counts));
        Assert.Equal(counts, CocoRunLength.Unpack(packed));
    }

    [Fact]
    public void A_mask_is_counted_down_its_columns_background_first()
    {
        // Down the columns: .1. 11. ... is 1, 1, 1, 2, 4; and then 2 - 1 and 4 - 1.
        IndexMask mask = Samples.Ids(
            ".1.",
            "11.",
            "...");
        Assert.Equal("11113", CocoRunLength.Encode(mask)[1]);
    }

    [Fact]
    public void A_mask_may_begin_and_end_with_an_object()
    {
        Assert.Equal("04", CocoRunLength.Encode(Samples.Ids("77", "77"))[7]);
        Assert.Equal("31", CocoRunLength.Encode(Samples.Ids("..", ".7"))[7]);
    }

    [Property(MaxTest = 300)]
    public bool Masks_go_and_come_back(int seed)
    {
        var random = new Random(seed);
        int width = random.Next(1, 60), height = random.Next(1, 60), length = random.Next(1, 90);
        int[] ids = new int[width * height], back = new int[width * height];
        for (int i = 0, id = 0; i < ids.Length; i++)
        {
            if (random.Next(length) == 0) id = random.Next(5);
            ids[i % height * width + i / height] = id;
        }
        foreach ((int id, string counts) in CocoRunLength.Encode(new IndexMask(width, height, ids)))
            CocoRunLength.Decode(counts, width, height, back, id);
        return back.SequenceEqual(ids);
    }

    [Property(MaxTest = 300)]
    public bool Numbers_go_and_come_back(int seed)
    {
        var random = new Random(seed);
        int[] counts = [.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(1 << random.Next(1, 31)))];
        return CocoRunLength.Unpack(CocoRunLength.Pack(counts)).SequenceEqual(counts);
    }

    [Theory]
    [InlineData("p4", "character 'p'")]
    [InlineData("o", "cut short")]
    [InlineData("oooooooo0", "too large")]
    [InlineData("N", "-2 pixels")]
    [InlineData("05", "5 pixels")]
    [InlineData("", "0 pixels")]
    public void Broken_counts_are_refused(string counts, string complaint)
    {
        var error = Assert.Throws<FormatException>(() => CocoRunLength.Decode(counts, 2, 2, new int[4], 1));
        Assert.Contains(complaint, error.Message);
    }
}
