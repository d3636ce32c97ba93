using LiVOS.Model.Verification;
using LiVOS.Runtime;
using LiVOS.Testing.Devices;

namespace LiVOS.Model.Tests;

/// <summary>Whole networks with kernels that ILGPU compiled: each tensor of a golden's first frames is within docs/network.md#tolerances.</summary>
public class IlgpuNetworkTests
{
    /// <summary>As PTX in the emulator.</summary>
    [Theory]
    [InlineData("nano-44x60-newobj", 4)]
    public void Agrees_with_the_reference_as_PTX(string name, int frames) => Compare("ilgpu-ptx x4", name, frames);

    /// <summary>The same of a larger one.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData("resnet18-80x112-1obj", 2)]
    public void A_larger_network_agrees_with_the_reference_as_PTX(string name, int frames) => Compare("ilgpu-ptx x4", name, frames);

    /// <summary>On ILGPU's own processor, where every item of a group is a thread: a frame takes minutes.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData("nano-44x60-newobj", 2)]
    public void Agrees_with_the_reference_on_ILGPUs_processor(string name, int frames) => Compare("ilgpu x4", name, frames);

    private static void Compare(string deviceName, string name, int frames)
    {
        using Device device = Devices.Open(deviceName);
        using GoldenFile golden = GoldenFile.Open(Path.Combine(AppContext.BaseDirectory, "goldens", $"{name}.safetensors"));
        using Network network = GoldenTests.Load(golden, device);
        List<GoldenComparison> compared = [.. GoldenRun.Compare(golden, network).TakeWhile(comparison => FrameOf(comparison.Name) < frames)];
        Assert.Contains(compared, comparison => comparison.IsProbabilities && FrameOf(comparison.Name) == frames - 1);
        Assert.All(compared, comparison => Assert.True(comparison.IsRight, GoldenTests.Describe(name, comparison)));
    }

    /// <summary>The frame of a tensor such as <c>frame1.prob</c>.</summary>
    private static int FrameOf(string tensor) => tensor["frame".Length] - '0';
}
