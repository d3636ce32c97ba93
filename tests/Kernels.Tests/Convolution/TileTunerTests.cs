using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Kernels.Tests;

public sealed class TileTunerTests : IDisposable
{
    private static readonly ConvolutionShape s_shape = new(30, 54, 256, 0, 3, 1, 1, 30, 54, 256, 30 * 54, false);

    private readonly TemporaryFolder _folder = new();
    private readonly CpuDevice _device = new(threads: 2);
    private readonly List<TensorTile> _measured = [];

    private string Remembered => _folder[Path.Combine("tiles", "some.txt")];

    [Fact]
    public void The_fastest_is_measured_once_and_remembered()
    {
        TileTuner tuner = Tuner(fastest: TensorTile.Medium);
        Assert.Equal(TensorTile.Medium, tuner.Choose(s_shape, halves: true, mayMeasure: true));
        Assert.Equal(TensorTile.Candidates(s_shape, true, _device.Parallelism, _device.SharedElements), _measured);

        _measured.Clear();
        Assert.Equal(TensorTile.Medium, tuner.Choose(s_shape, halves: true, mayMeasure: true));
        Assert.Equal(TensorTile.Medium, Tuner(fastest: TensorTile.Small).Choose(s_shape, halves: true, mayMeasure: false));
        Assert.Empty(_measured);
    }

    [Fact]
    public void Another_layer_and_other_factors_are_measured_anew()
    {
        Tuner(fastest: TensorTile.Medium).Choose(s_shape, halves: true, mayMeasure: true);
        TileTuner other = Tuner(fastest: TensorTile.Small);
        Assert.Equal(TensorTile.Small, other.Choose(s_shape, halves: false, mayMeasure: true));
        Assert.Equal(TensorTile.Small, other.Choose(s_shape with { ChannelsB = 4 }, halves: true, mayMeasure: true));
    }

    [Fact]
    public void Where_nothing_may_be_measured_it_guesses()
    {
        TensorTile guess = TensorTile.Guess(s_shape, true, _device.Parallelism, _device.SharedElements);
        Assert.Equal(guess, Tuner(fastest: TensorTile.Small).Choose(s_shape, halves: true, mayMeasure: false));
        Assert.Equal(guess, new TileTuner(_device, new TileCache(null), null).Choose(s_shape, halves: true, mayMeasure: true));
        var full = new TileTuner(_device, new TileCache(Remembered), (_, _, _) => throw new DeviceMemoryException("full"));
        Assert.Equal(guess, full.Choose(s_shape, halves: true, mayMeasure: true));
        Assert.False(File.Exists(Remembered));
    }

    [Fact]
    public void A_damaged_memory_means_measuring_again()
    {
        Tuner(fastest: TensorTile.Medium).Choose(s_shape, halves: true, mayMeasure: true);
        foreach (string text in new[] { "nonsense\n", File.ReadAllText(Remembered).Replace(" 64 64 1", " 64 64 7"), File.ReadAllText(Remembered)[..^4] })
        {
            File.WriteAllText(Remembered, text);
            Assert.Equal(TensorTile.Small, Tuner(fastest: TensorTile.Small).Choose(s_shape, halves: true, mayMeasure: true));
        }
    }

    public void Dispose()
    {
        _device.Dispose();
        _folder.Dispose();
    }

    private TileTuner Tuner(TensorTile fastest) => new(_device, new TileCache(Remembered), (_, _, tile) =>
    {
        _measured.Add(tile);
        return tile == fastest ? 1e-4 : 2e-4;
    });
}
