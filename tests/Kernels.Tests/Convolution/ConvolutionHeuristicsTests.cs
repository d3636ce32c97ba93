using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class ConvolutionHeuristicsTests
{
    private const int Channels = 256;
    private const int Rows = 8; // blocks are multiples of it
    private const int Unlimited = int.MaxValue / sizeof(float);

    /// <summary>What a group of PoCL on a processor can have, and of most GPUs.</summary>
    public static TheoryData<int> Scratches => [256 * 1024, 12 * 1024];

    [Theory, MemberData(nameof(Scratches))]
    public void Blocks_of_patches_fit_a_groups_memory(int scratch)
    {
        foreach (int depth in new[] { 2, 64, 147, 576, 1024, 2304 }.Where(depth => Im2colConvolution.Scratch(16, depth, Channels, Rows) <= scratch))
        {
            int block = ConvolutionHeuristics.BlockRows(26_000, depth, Channels, 16, 2, scratch),
            wanted = ConvolutionHeuristics.BlockRows(26_000, depth, Channels, 16, 2, Unlimited);
            Assert.True(Im2colConvolution.Scratch(16, depth, Channels, block) <= scratch);
            Assert.True(block > 0 && block % Rows == 0);
            Assert.Equal(Im2colConvolution.Scratch(16, depth, Channels, wanted) <= scratch, block == wanted);
        }
    }

    [Fact]
    public void Too_little_memory_for_one_block_is_said() =>
        Assert.Contains(
            "12288", Assert.Throws<DeviceMemoryException>(() => ConvolutionHeuristics.BlockRows(1000, 9 * 256, Channels, 16, 2, 12 * 1024)).Message);

    [Theory, MemberData(nameof(Scratches))]
    public void Blocks_of_tiles_fit_a_groups_memory(int scratch)
    {
        foreach ((int inChannels, int outChannels) in new[] { (8, 8), (64, 64), (128, 256), (256, 256), (512, 768), (1280, 256) })
        {
            int largest = ConvolutionHeuristics.LargestBlockTiles(inChannels, outChannels, 16, scratch);
            int tooMany = largest + Rows;
            Assert.True(Scratch(inChannels, outChannels, tooMany) > scratch);
            if (largest == 0) continue;
            int block = ConvolutionHeuristics.BlockTiles(5000, inChannels, outChannels, 16, 2, scratch);
            int wanted = ConvolutionHeuristics.BlockTiles(5000, inChannels, outChannels, 16, 2, Unlimited);
            Assert.True(Scratch(inChannels, outChannels, block) <= scratch);
            Assert.Equal(Math.Min(wanted, largest), block);
        }

        static int Scratch(int inChannels, int outChannels, int block) =>
            new WinogradShape(1, 1, inChannels, 0, outChannels, 0, outChannels, 1, block, ConvolutionHeuristics.ChunkChannels(outChannels), false).Scratch(16);
    }

    [Theory]
    [InlineData(26_000, 64, 2, TiledConvolution.LargeTile)]
    [InlineData(1620, 256, 132, TiledConvolution.SmallTile)]
    [InlineData(26_000, 1, 2, TiledConvolution.SmallTile)]
    public void Small_maps_and_few_channels_get_small_tiles(int rows, int outChannels, int parallelism, int tile) =>
        Assert.Equal(tile, ConvolutionHeuristics.TileSize(rows, outChannels, parallelism));
}
