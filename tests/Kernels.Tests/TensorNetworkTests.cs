using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Testing.Devices;
using Xunit.Abstractions;

namespace LiVOS.Kernels.Tests;

/// <summary>A whole network, of very few channels, on tensor cores in the PTX emulator, beside the CPU's floats.</summary>
public class TensorNetworkTests(ITestOutputHelper output)
{
    private const int Frames = 3;

    public static TheoryData<string> OpenClDevices => OpenClTest.Names;

    private static readonly Lazy<List<(string Name, float[] Values)>> s_exact = new(() =>
    {
        using var cpu = new CpuDevice(threads: 2);
        return TinyNetwork.Segment(cpu, Frames);
    });

    /// <summary>The bounds are about twice what was found.</summary>
    [Theory]
    [InlineData(Precision.Tf32)]
    [InlineData(Precision.Float16)]
    public void Is_near_the_network_of_floats(Precision precision)
    {
        using var ptx = new PtxDevice(vectorWidth: 4);
        List<(string Name, float[] Values)> tensors = TinyNetwork.Segment(ptx, Frames, precision);
        Assert.Equal(s_exact.Value.Select(tensor => tensor.Name), tensors.Select(tensor => tensor.Name));
        foreach (((string name, float[] values), (_, float[] others)) in s_exact.Value.Zip(tensors))
        {
            double scale = values.Max(Math.Abs), difference = values.Zip(others, (a, b) => Math.Abs((double)a - b)).Max() / scale;
            output.WriteLine($"{precision} {name}: {difference:E2} of {scale:G3}");
            Assert.InRange(difference, 0, 4e-3);
            if (!name.EndsWith(".prob", StringComparison.Ordinal)) continue;

            int pixels = TinyNetwork.Pixels, changed = Enumerable.Range(0, pixels).Count(i => Argmax(values, i, pixels) != Argmax(others, i, pixels));
            output.WriteLine($"{precision} {name}: {changed} of {pixels} pixels change sides");
            Assert.InRange(changed, 0, pixels / 100);
        }

        Assert.Contains(s_exact.Value.Zip(tensors), pair => !pair.First.Values.SequenceEqual(pair.Second.Values));
    }

    /// <summary>OpenCL devices hold halves, too, and multiply floats.</summary>
    [SkippableTheory, MemberData(nameof(OpenClDevices))]
    public void So_is_that_of_halves_on_an_OpenCL_device(string name)
    {
        using Device device = OpenClTest.Open(name, new() { Schedule = Schedule.Gpu });
        List<(string Name, float[] Values)> tensors = TinyNetwork.Segment(device, Frames, Precision.Float16);
        foreach (((string tensor, float[] values), (_, float[] others)) in s_exact.Value.Zip(tensors))
        {
            double scale = values.Max(Math.Abs), difference = values.Zip(others, (a, b) => Math.Abs((double)a - b)).Max() / scale;
            output.WriteLine($"{tensor}: {difference:E2} of {scale:G3}");
            Assert.InRange(difference, 0, 4e-3);
        }

        Assert.Contains(s_exact.Value.Zip(tensors), pair => !pair.First.Values.SequenceEqual(pair.Second.Values));
    }

    [Fact]
    public void A_device_that_does_not_have_a_precision_says_so()
    {
        using var cpu = new CpuDevice(threads: 1);
        foreach ((Precision precision, string lacks) in ((Precision, string)[])[(Precision.Float16, "kernels over halves"), (Precision.Tf32, "tensor cores")])
        {
            var error = Assert.Throws<NotSupportedException>(() => TinyNetwork.Segment(cpu, Frames, precision));
            Assert.Contains($"The precision {precision} needs {lacks}", error.Message);
            Assert.Contains("'cpu'", error.Message);
            Assert.Contains("take the precision Float32", error.Message);
        }
    }

    private static int Argmax(float[] planes, int pixel, int pixels)
    {
        int best = 0;
        for (int plane = 1; plane * pixels < planes.Length; plane++)
            if (planes[plane * pixels + pixel] > planes[best * pixels + pixel]) best = plane;
        return best;
    }
}
