using LiVOS.Runtime;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Model.Tests;

public class SegmenterTests : IDisposable
{
    private readonly Device _device = Devices.Open(Devices.Default);
    private readonly Network _network;

    public SegmenterTests() => _network = Network.Load(Repository.Find("models/livos-nano.safetensors")!, _device);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 50)]
    [InlineData(37, 3)]
    [InlineData(16, 16)]
    [InlineData(61, 83)]
    public void Takes_frames_of_any_size(int height, int width)
    {
        using var segmenter = new Segmenter(_network, new FrameGeometry(height, width));
        var ids = new int[height * width];
        int[] mask = Disk(height, width, 3);
        mask[0] = 3;

        segmenter.Step(Frame(height, width, 0), mask, ids);
        Assert.Equal(mask, ids);

        segmenter.Step(Frame(height, width, 1), ids);
        Assert.All(ids, id => Assert.True(id is 0 or 3));
        var probabilities = new float[2 * ids.Length];
        segmenter.ReadProbabilities(probabilities);
        for (int i = 0; i < ids.Length; i++) Assert.Equal(1, probabilities[i] + probabilities[ids.Length + i], 1e-5);
    }

    /// <summary>A frame that is in the device's memory already, in one of two buffers, gives what the same bytes give.</summary>
    [Fact]
    public void Frames_in_the_devices_memory_are_taken_from_there()
    {
        const int height = 40, width = 56;
        var geometry = new FrameGeometry(32, 48, height, width);
        using Segmenter fromHost = new(_network, geometry), fromDevice = new(_network, geometry);
        using DeviceBuffer even = _device.Allocate(3 * height * width), odd = _device.Allocate(3 * height * width + 7);
        var random = new Random(5);
        int[] expected = new int[height * width], ids = new int[expected.Length], mask = Disk(height, width, 3);
        byte[] frame = new byte[3 * height * width];
        for (int i = 0; i < 4; i++)
        {
            random.NextBytes(frame);
            DeviceBuffer buffer = i % 2 == 0 ? even : odd;
            buffer.Write(0, frame);
            fromHost.Step(frame, i == 0 ? mask : [], expected);
            fromDevice.Submit(buffer, i == 0 ? mask : []);
            fromDevice.Read(ids);
            Assert.Equal(expected, ids);
        }

        using DeviceBuffer small = _device.Allocate(10);
        Assert.Contains("has 10 bytes; 56x40 RGB has 6720", Assert.Throws<ArgumentException>(() => fromDevice.Submit(small, [])).Message);
    }

    [Fact]
    public void Frames_before_the_first_object_are_background()
    {
        using var segmenter = new Segmenter(_network, new FrameGeometry(32, 48));
        var ids = new int[32 * 48];
        Array.Fill(ids, 9);

        segmenter.Step(Frame(32, 48, 0), ids);
        Assert.All(ids, id => Assert.Equal(0, id));
        segmenter.Step(Frame(32, 48, 1), new int[ids.Length], ids);
        Assert.Empty(segmenter.ObjectIds);
    }

    [Fact]
    public void An_object_that_appears_later_is_followed_beside_the_first()
    {
        using var segmenter = new Segmenter(_network, new FrameGeometry(64, 96));
        var ids = new int[64 * 96];
        segmenter.Step(Frame(64, 96, 0), Disk(64, 96, 1000), ids);
        segmenter.Step(Frame(64, 96, 1), ids);
        var second = new int[ids.Length];
        for (int i = 0; i < 800; i++) second[i] = 5;

        segmenter.Step(Frame(64, 96, 2), second, ids);

        Assert.Equal([1000, 5], segmenter.ObjectIds);
        Assert.All(Enumerable.Range(0, 800), i => Assert.Equal(5, ids[i]));
        segmenter.Step(Frame(64, 96, 3), ids);
        Assert.All(ids, id => Assert.Contains(id, new[] { 0, 5, 1000 }));
    }

    [Fact]
    public void A_later_mask_corrects_an_object_that_is_known()
    {
        using var segmenter = new Segmenter(_network, new FrameGeometry(64, 96));
        var ids = new int[64 * 96];
        segmenter.Step(Frame(64, 96, 0), Disk(64, 96, 7), ids);
        segmenter.Step(Frame(64, 96, 1), ids);
        var corrected = new int[ids.Length];
        for (int y = 40; y < 60; y++) Array.Fill(corrected, 7, y * 96 + 5, 30);

        segmenter.Step(Frame(64, 96, 2), corrected, ids);

        Assert.Equal([7], segmenter.ObjectIds);
        Assert.Equal(corrected, ids);
    }

    [Fact]
    public void Correcting_one_object_leaves_the_others_as_predicted()
    {
        (int h, int w) = (64, 96);
        var mask = new int[h * w];
        for (int y = 8; y < 30; y++)
        {
            Array.Fill(mask, 1, y * w + 8, 24);
            Array.Fill(mask, 2, y * w + 60, 24);
        }

        int[] Predict(bool correct)
        {
            using var segmenter = new Segmenter(_network, new FrameGeometry(h, w));
            var ids = new int[h * w];
            segmenter.Step(Frame(h, w, 0), mask, ids);
            var correction = new int[h * w];
            if (correct) Array.Fill(correction, 2, 62 * w, 2 * w);
            segmenter.Step(Frame(h, w, 1), correct ? correction : [], ids);
            return ids;
        }

        int[] predicted = Predict(correct: false), corrected = Predict(correct: true);
        for (int i = 0; i < 62 * w; i++) Assert.Equal(predicted[i] == 1, corrected[i] == 1);
        for (int i = 62 * w; i < h * w; i++) Assert.Equal(2, corrected[i]);
        Assert.DoesNotContain(2, corrected[..(62 * w)]);
    }

    [Fact]
    public void Masks_come_and_go_at_the_size_of_the_clip()
    {
        using var segmenter = new Segmenter(_network, new FrameGeometry(48, 64, 96, 128));
        var ids = new int[96 * 128];
        segmenter.Step(Frame(48, 64, 0), Disk(96, 128, 2), ids);
        Assert.Equal(2, ids[48 * 128 + 64]);
        Assert.Equal(0, ids[0]);
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        using var segmenter = new Segmenter(_network, new FrameGeometry(32, 48));
        var ids = new int[32 * 48];
        Assert.Throws<ArgumentException>(() => segmenter.Step(new float[5], Disk(32, 48, 1), ids));
        Assert.Throws<ArgumentException>(() => segmenter.Step(Frame(32, 48, 0), new int[7], ids));
        Assert.Throws<ArgumentException>(() => segmenter.Step(Frame(32, 48, 0), new int[3]));
        Assert.Throws<ArgumentException>(() => new Segmenter(_network, new FrameGeometry(0, 5)));
    }

    /// <summary>Labels are bytes: 255 objects and the background.</summary>
    [Fact]
    public void More_objects_than_labels_are_refused_before_anything_changes()
    {
        using var segmenter = new Segmenter(_network, new FrameGeometry(16, 20));
        int[] mask = new int[16 * 20], ids = new int[mask.Length];
        for (int i = 0; i < Segmenter.MostObjects; i++) mask[i] = 1000 + i;
        segmenter.Step(Frame(16, 20, 0), mask, ids);
        Assert.Equal(mask, ids);

        mask[^1] = 7;
        var error = Assert.Throws<ArgumentException>(() => segmenter.Step(Frame(16, 20, 1), mask, ids));
        Assert.Contains("256 objects", error.Message);
        Assert.Equal(Segmenter.MostObjects, segmenter.ObjectIds.Count);
        segmenter.Step(Frame(16, 20, 1), [], ids);
    }

    public void Dispose()
    {
        _network.Dispose();
        _device.Dispose();
    }

    private static float[] Frame(int height, int width, int t) => new SyntheticFrames(11, width, height)[t];

    private static int[] Disk(int height, int width, int id)
    {
        var mask = new int[height * width];
        double radius = Math.Min(height, width) / 3.0;
        for (int i = 0; i < mask.Length; i++)
        {
            double dy = i / width - height / 2.0, dx = i % width - width / 2.0;
            if (dx * dx + dy * dy < radius * radius) mask[i] = id;
        }

        return mask;
    }
}
