using System.Globalization;
using LiVOS.Model.Verification;
using LiVOS.Runtime;
using LiVOS.Testing.Devices;
using Xunit.Abstractions;

namespace LiVOS.Model.Tests;

/// <summary>Whole networks as a GPU runs them, each kernel as PTX in the PTX emulator. It takes seconds for a frame, so clips are small and short.</summary>
public class PtxNetworkTests(ITestOutputHelper output)
{
    /// <summary>Each tensor of a golden's first frames is within docs/network.md#tolerances.</summary>
    [Theory]
    [InlineData("nano-44x60-newobj", 4)]
    public void Agrees_with_the_reference(string name, int frames) => Compare(name, frames);

    /// <summary>The same of a larger one.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData("resnet18-80x112-1obj", 2)]
    public void A_larger_network_agrees_with_the_reference(string name, int frames) => Compare(name, frames);

    private void Compare(string name, int frames)
    {
        var device = new PtxDevice(vectorWidth: 4);
        using var profiled = new ProfiledDevice(device);
        using GoldenFile golden = Open(name);
        using Network network = GoldenTests.Load(golden, profiled);
        List<GoldenComparison> compared = [.. GoldenRun.Compare(golden, network).TakeWhile(comparison => FrameOf(comparison.Name) < frames)];
        Report(name, device, profiled);
        Assert.Contains(compared, comparison => comparison.IsProbabilities && FrameOf(comparison.Name) > 0);
        Assert.All(compared, comparison => Assert.True(comparison.IsRight, GoldenTests.Describe(name, comparison)));
    }

    /// <summary>With factors rounded for tensor cores, a golden file's first frames stay near the recorded numbers (docs/tensor-cores.md has the figures).
    /// Made-up weights leave many pixels close to a tie.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData("base-90x122-1obj", 2, Precision.Tf32)]
    [InlineData("base-90x122-1obj", 2, Precision.Float16)]
    [InlineData("base-96x96-newobj", 2, Precision.Tf32)]
    [InlineData("base-96x96-newobj", 2, Precision.Float16)]
    [InlineData("nano-44x60-newobj", 4, Precision.Tf32)]
    [InlineData("nano-44x60-newobj", 4, Precision.Float16)]
    [InlineData("resnet18-80x112-1obj", 2, Precision.Tf32)]
    [InlineData("resnet18-80x112-1obj", 2, Precision.Float16)]
    [InlineData("small-64x96-3obj", 2, Precision.Tf32)]
    [InlineData("small-64x96-3obj", 2, Precision.Float16)]
    public void Rounded_factors_stay_near_the_reference(string name, int frames, Precision precision)
    {
        const double mostChanged = 0.025; // twice what was found
        var device = new PtxDevice(vectorWidth: 4);
        using var profiled = new ProfiledDevice(device);
        using GoldenFile golden = Open(name);
        using Network network = GoldenTests.Load(golden, profiled, precision);
        List<GoldenComparison> compared = [.. GoldenRun.Compare(golden, network).TakeWhile(comparison => FrameOf(comparison.Name) < frames)];
        Report($"{name}, {precision}", device, profiled);
        int pixels = golden.Height * golden.Width;
        foreach (GoldenComparison it in compared)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{it.Name}: {it.Difference:E1} of {it.Magnitude:G3}, {it.ArgmaxDifferences} of {pixels} pixels change sides"));
        Assert.Contains(compared, comparison => comparison.IsProbabilities && comparison.Difference > GoldenRun.ProbabilityBound);
        if (!compared.All(comparison => comparison.IsNear))
        {
            output.WriteLine(AttentionTies.RequireAsCause(golden, device, precision, frames));
            return;
        }

        Assert.All(compared, comparison => Assert.InRange(comparison.ArgmaxDifferences, 0, (int)(mostChanged * pixels)));
    }

    /// <summary>Labels of another size than the frames, and a correction of an object: the processor's own schedule gives the same.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public void Resampled_labels_are_the_processors()
    {
        var device = new PtxDevice(vectorWidth: 4);
        using var profiled = new ProfiledDevice(device);
        using Device processor = Devices.Open(Devices.Default);
        List<int[]> expected = Segment(processor), actual = Segment(profiled);
        Report("resampled frames", device, profiled);
        foreach ((int[] labels, int[] others) in expected.Zip(actual))
        {
            Assert.Equal(3, labels.Distinct().Count());
            Assert.Equal(labels, others);
        }
    }

    // Frames of bytes that the network sees smaller than they are; the third corrects the second object.
    private static List<int[]> Segment(Device device)
    {
        using GoldenFile clip = Open("nano-44x60-newobj");
        var geometry = new FrameGeometry(32, 44, SourceHeight: clip.Height, SourceWidth: clip.Width);
        using Network network = GoldenTests.Load(clip, device);
        using var segmenter = new Segmenter(network, geometry);
        List<int[]> results = [];
        for (int frame = 0; frame < 3; frame++)
        {
            var ids = new int[clip.Height * clip.Width];
            byte[] pixels = [.. clip.Image(frame).Select(value => (byte)MathF.Round(255 * value))];
            int[] mask = frame == 1 ? [] : [.. clip.Mask(0).Select(id => frame == 0 || id == 2 ? id : 0)];
            segmenter.Step(pixels, mask, ids);
            results.Add(ids);
        }

        return results;
    }

    private static GoldenFile Open(string name) => GoldenFile.Open(Path.Combine(AppContext.BaseDirectory, "goldens", $"{name}.safetensors"));

    private static int FrameOf(string tensor) => int.Parse(tensor["frame".Length..tensor.IndexOf('.', StringComparison.Ordinal)]);

    private void Report(string what, PtxDevice device, ProfiledDevice profiled)
    {
        int kernels = profiled.Times.Select(times => times.Kernel).Distinct().Count(), launches = profiled.Times.Sum(times => times.Launches);
        double seconds = profiled.Times.Sum(times => times.Seconds);
        output.WriteLine(
            $"{what}: {launches} launches of {kernels} kernels, {device.Instructions / 1e6:F1} million instructions of a warp in {seconds:F1} s, "
            + $"{device.Instructions / seconds / 1e6:F1} million a second");
    }
}
