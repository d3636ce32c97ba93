using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Tests;

public sealed class LaunchTests
{
    [Theory]
    [InlineData(16, 64, 16)]
    [InlineData(16, 24, 8)]
    [InlineData(16, 20, 4)]
    [InlineData(16, 6, 1)]
    [InlineData(16, 1, 1)]
    [InlineData(8, 64, 8)]
    [InlineData(4, 6, 1)]
    [InlineData(1, 64, 1)]
    public void The_vector_width_divides_the_channels(int widest, int channels, int width) =>
        Assert.Equal(width, Launch.WidthFor(widest, channels));

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(3, 0, 1)]
    [InlineData(-1, -1, 1)]
    public void A_launch_over_nothing_is_refused(int x, int y, int items)
    {
        using var tensors = new HostTensors();
        Tensor<float> output = tensors.Output(1);
        Assert.Contains(
            "SoundKernels.Scratch", Assert.Throws<ArgumentException>(() => Launches.SoundKernels.Scratch(new(new(x, y), new(items)), output, 0)).Message);
        Assert.Throws<ArgumentException>(() => Launches.SoundKernels.Scratch(new(new(1), new(0)), output, 0));
    }

    [Fact]
    public void A_launch_bears_the_name_of_its_layer()
    {
        using var device = new CpuDevice(threads: 1);
        var builder = new PlanBuilder(device);
        var outside = new RecordedLaunch(1, _ => { });
        var inside = new RecordedLaunch(1, _ => { });
        builder.Add(outside);
        var after = new RecordedLaunch(1, _ => { });
        using (builder.Layer("encoder"))
        {
            using (builder.Layer("encoder.layer1")) builder.Add(inside);
            builder.Add(after);
        }

        Assert.Equal("Recorded.Launch", outside.ToString());
        Assert.Equal("encoder.layer1 (Recorded.Launch)", inside.ToString());
        Assert.Equal("encoder (Recorded.Launch)", after.ToString());
    }
}
