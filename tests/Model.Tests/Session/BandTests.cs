using LiVOS.Model.Frames;
using LiVOS.Runtime;
using LiVOS.Testing.Devices;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Model.Tests;

/// <summary>Bands of rows give the same numbers as whole frames, to the bit.</summary>
public class BandTests
{
    private const int Width = 64;

    // Of 250 rows the first stage alone runs in bands: at 1/8 there are 32 rows, beside halos of 8 and 12 on each side. Of 1000 rows the second does, too.
    private const int Low = 250, High = 1000;

    public static TheoryData<string, string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, int, int>();
            foreach ((string network, int bands, int height) in new[] { ("base", 3, Low), ("base", 16, High), ("resnet18", 4, Low), ("bundled", 16, High) })
                cases.Add(Devices.Default, network, bands, height);
            foreach (string device in Devices.ForLargeNetworks)
                foreach ((int bands, int height) in new[] { (2, Low), (12, High) }) cases.Add(device, "bundled", bands, height);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bands_change_no_number(string deviceName, string networkName, int bands, int height)
    {
        Device device = Devices.Open(deviceName);
        using Device? owned = OpenClUnderTest.Has(deviceName) ? null : device;
        using ITensorSource source = networkName == "bundled"
            ? SafetensorsFile.Open(Repository.Find("models/livos-nano.safetensors")!)
            : new SyntheticWeights(Architecture.Named(networkName)!, seed: 3);
        using Network network = Network.Load(source, device);
        var geometry = new FrameGeometry(height, Width);
        using Segmenter whole = new(network, geometry), banded = new(network, geometry, bands: bands);
        var random = new Random(4);
        float[] frame = new float[3 * height * Width], expected = new float[3 * height * Width], actual = new float[3 * height * Width];
        int[] ids = new int[height * Width];

        // Two objects, a frame without a mask, and a third object later.
        int[]?[] masks = [Mask(height, 1, 2), null, Mask(height, 3), null];
        int objects = 0;
        foreach (int[]? mask in masks)
        {
            for (int i = 0; i < frame.Length; i++) frame[i] = random.NextSingle();
            whole.Step(frame, mask, ids);
            banded.Step(frame, mask, ids);
            objects = whole.ObjectIds.Count;
            Array.Resize(ref expected, (objects + 1) * height * Width);
            Array.Resize(ref actual, expected.Length);
            whole.ReadProbabilities(expected);
            banded.ReadProbabilities(actual);
            Assert.Equal(expected, actual);
            Assert.Equal(whole.ReadCaptured("state")!.Value.Values, banded.ReadCaptured("state")!.Value.Values);
            Assert.Equal(whole.ReadCaptured("sensory")!.Value.Values, banded.ReadCaptured("sensory")!.Value.Values);
        }
    }

    /// <summary>A rectangle for each id.</summary>
    private static int[] Mask(int height, params ReadOnlySpan<int> ids)
    {
        var mask = new int[height * Width];
        foreach (int id in ids)
            for (int y = 60 * id; y < 60 * id + 50; y++)
                mask.AsSpan(y * Width + 10, 30).Fill(id);
        return mask;
    }
}
