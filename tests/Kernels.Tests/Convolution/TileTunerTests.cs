using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Kernels.Tests;

public sealed class TileTunerTests : IDisposable
{
    private static readonly ConvolutionShape s_shape = new(30, 54, 256, 0, 3, 1, 1, 30, 54, 256, 30 * 54, false);

    private readonly TemporaryFolder _folder = new();
    private readonly CpuDevice _device = new(threads: 2);
    private readonly List<BlockTile> _measured = [];

    private string Remembered => _folder[Path.Combine("tiles", "some.txt")];

    [Fact]
    public void The_fastest_is_measured_once_and_remembered()
    {
        TileTuner tuner = Tuner(fastest: BlockTile.Medium);
        Assert.Equal(BlockTile.Medium, tuner.Choose(s_shape, fp16: true, mayMeasure: true));
        Assert.Equal(BlockTile.Candidates(s_shape, true, _device.Parallelism, _device.SharedElements), _measured);

        _measured.Clear();
        Assert.Equal(BlockTile.Medium, tuner.Choose(s_shape, fp16: true, mayMeasure: true));
        Assert.Equal(BlockTile.Medium, Tuner(fastest: BlockTile.Small).Choose(s_shape, fp16: true, mayMeasure: false));
        Assert.Empty(_measured);
    }

    [Fact]
    public void Another_layer_and_other_factors_are_measured_anew()
    {
        Tuner(fastest: BlockTile.Medium).Choose(s_shape, fp16: true, mayMeasure: true);
        TileTuner other = Tuner(fastest: BlockTile.Small);
        Assert.Equal(BlockTile.Small, other.Choose(s_shape, fp16: false, mayMeasure: true));
        Assert.Equal(BlockTile.Small, other.Choose(s_shape with { ChannelsB = 4 }, fp16: true, mayMeasure: true));
    }

    [Fact]
    public void Where_nothing_may_be_measured_it_guesses()
    {
        BlockTile guess = BlockTile.Guess(s_shape, true, _device.Parallelism, _device.SharedElements);
        Assert.Equal(guess, Tuner(fastest: BlockTile.Small).Choose(s_shape, fp16: true, mayMeasure: false));
        Assert.Equal(guess, new TileTuner(_device, new TileCache(null), null).Choose(s_shape, fp16: true, mayMeasure: true));
        var full = new TileTuner(_device, new TileCache(Remembered), (_, _, _) => throw new DeviceMemoryException("full"));
        Assert.Equal(guess, full.Choose(s_shape, fp16: true, mayMeasure: true));
        Assert.False(File.Exists(Remembered));
    }

    [Fact]
    public void A_damaged_memory_means_measuring_again()
    {
        Tuner(fastest: BlockTile.Medium).Choose(s_shape, fp16: true, mayMeasure: true);
        foreach (string text in new[] { "nonsense\n", File.ReadAllText(Remembered).Replace(" 64 64 1", " 64 64 7"), File.ReadAllText(Remembered)[..^4] })
        {
            File.WriteAllText(Remembered, text);
            Assert.Equal(BlockTile.Small, Tuner(fastest: BlockTile.Small).Choose(s_shape, fp16: true, mayMeasure: true));
        }
    }

    public void Dispose()
    {
        _device.Dispose();
        _folder.Dispose();
    }

    private TileTuner Tuner(BlockTile fastest) => new(_device, new TileCache(Remembered), (_, _, tile) =>
    {
        _measured.Add(tile);
        return tile == fastest ? 1e-4 : 2e-4;
    });
}
