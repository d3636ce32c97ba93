namespace LiVOS.Kernels.Tests;

public class BlockTileTests
{
    private const int Shared = 99 * 1024 / sizeof(float); // of a small card

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Candidates_fit_a_groups_memory(bool fp16)
    {
        foreach (int shared in new[] { BlockTile.Small.SharedElements, 12 * 1024, Shared })
        {
            IReadOnlyList<BlockTile> candidates = BlockTile.Candidates(Square(56, 256, 256), fp16, 100, shared);
            Assert.All(candidates, tile => Assert.True(tile.SharedElements <= shared));
            Assert.Equal(BlockTile.Shapes.Count(tile => tile.SharedElements <= shared), candidates.Count(tile => tile.Splits == 1));
        }
    }

    [Fact]
    public void Too_little_memory_is_said() => Assert.Contains(
        "1000", Assert.Throws<Runtime.DeviceMemoryException>(() => BlockTile.Candidates(Square(56, 256, 256), false, 100, 1000)).Message);

    /// <summary>Large maps by large tiles, small maps by small ones, and the smallest in splits as long as their sums are long.</summary>
    [Theory]
    [InlineData(240, 64, 64, 128, 64, 1)]
    [InlineData(60, 256, 256, 64, 64, 1)]
    [InlineData(30, 64, 256, 64, 32, 2)]
    [InlineData(30, 4, 256, 64, 32, 1)]
    [InlineData(4, 1024, 256, 64, 32, 16)]
    [InlineData(240, 64, 1, 64, 32, 1)]
    public void Small_maps_get_small_tiles(int extent, int inChannels, int outChannels, int rows, int channels, int splits) =>
        Assert.Equal(new BlockTile(rows, channels, splits), BlockTile.Guess(Square(extent, inChannels, outChannels), fp16: false, 100, Shared));

    [Fact]
    public void Parts_have_all_slabs()
    {
        for (int inChannels = 4; inChannels < 300; inChannels += 52)
        {
            ConvolutionShape shape = Square(4, inChannels, 8);
            for (int splits = 1; splits <= 16; splits++)
            {
                int kTiles = (BlockTile.Small with { Splits = splits }).KTilesPerSplit(shape, fp16: false);
                Assert.InRange(splits * kTiles * KTile.Length(fp16: false), shape.Depth, int.MaxValue);
            }
        }
    }

    private static ConvolutionShape Square(int extent, int inChannels, int outChannels) =>
        new(extent, extent, inChannels, 0, 3, 1, 1, extent, extent, outChannels, extent * extent, false);
}
