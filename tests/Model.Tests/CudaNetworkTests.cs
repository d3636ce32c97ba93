using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Testing.Cuda;

namespace LiVOS.Model.Tests;

/// <summary>A session on the CUDA device over the PTX emulator: the runtime's calls from the weights' upload to the labels, with graphs.</summary>
public class CudaNetworkTests
{
    private const int Side = 16, Frames = 3;

    [Fact]
    public void A_session_gives_the_processors_probabilities_and_leaves_nothing()
    {
        var driver = new MockDriver();
        List<float[]> expected, actual;
        using (var processor = new CpuDevice(threads: 1)) expected = Segment(processor);
        using (CudaDevice device = CudaUnderTest.Open(driver)) actual = Segment(device);

        Assert.Contains(expected[^1], probability => probability is > 0.01f and < 0.99f); // else everything would be close
        foreach ((float[] wanted, float[] found) in expected.Zip(actual))
        {
            for (int i = 0; i < wanted.Length; i++) Assert.InRange(found[i], wanted[i] - 1e-4f, wanted[i] + 1e-4f);
        }

        // The first frame without a mask is launched; the next is captured and replayed.
        Assert.Equal((1, Frames - 2), (driver.CountOf("cuGraphInstantiate_v2"), driver.CountOf("cuGraphLaunch")));
        Assert.Empty(driver.Left);
    }

    private static List<float[]> Segment(Device device)
    {
        using Network network = Network.Load(Repository.Find("models/livos-nano.safetensors")!, device);
        using var segmenter = new Segmenter(network, new FrameGeometry(Side, Side, Side, Side));
        var random = new Random(1);
        var frame = new float[Side * Side * 3];
        int[] mask = [.. Enumerable.Range(0, Side * Side).Select(i => i % Side < Side / 2 ? 1 : 0)], ids = new int[Side * Side];
        List<float[]> probabilities = [];
        for (int number = 0; number < Frames; number++)
        {
            for (int i = 0; i < frame.Length; i++) frame[i] = random.NextSingle();
            segmenter.Step(frame, number == 0 ? mask : [], ids);
            var read = new float[2 * Side * Side];
            segmenter.ReadProbabilities(read);
            probabilities.Add(read);
        }

        return probabilities;
    }
}
