using LiVOS.Model.Estimation;
using LiVOS.Model.Frames;
using LiVOS.Model.Session;
using LiVOS.Runtime;
using LiVOS.Testing.Devices;
using LiVOS.Weights;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Model.Tests;

/// <summary>Frames that go up as bytes and masks that come down as bytes, on every device.</summary>
public sealed class ByteFrameTests
{
    private const int Height = 61, Width = 83, Frames = 4;

    private static readonly byte[][] s_frames =
        [.. Enumerable.Range(0, Frames).Select(t => new SyntheticFrames(11, Width, Height)[t].Select(value => (byte)MathF.Round(value * 255)).ToArray())];

    public static TheoryData<string, bool> DevicesAndSizes
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (string device in Devices.All)
                foreach (bool resized in new[] { false, true })
                    data.Add(device, resized);
            return data;
        }
    }

    [Theory, MemberData(nameof(DevicesAndSizes))]
    public void Bytes_give_what_floats_give(string device, bool resized)
    {
        using var session = new Session(device, resized);
        var resizer = new FrameResizer(session.Geometry);
        var floats = new float[3 * session.Geometry.Height * session.Geometry.Width];
        using Segmenter fromBytes = session.Start(), fromFloats = session.Start();
        int[] ids = new int[Height * Width], expected = new int[Height * Width];
        for (int t = 0; t < Frames; t++)
        {
            fromBytes.Step(Frame(t), Mask(t), ids);
            resizer.Resize(Frame(t), floats);
            fromFloats.Step(floats, Mask(t), expected);
            Assert.Equal(Probabilities(fromFloats, session.Geometry), Probabilities(fromBytes, session.Geometry), (a, b) => Math.Abs(a - b) < 1e-4);
            int others = ids.Zip(expected).Count(pair => pair.First != pair.Second);
            Assert.InRange(others, 0, resized ? 2 : 0); // the floats may differ in their last bits
        }
    }

    /// <summary>Reading behind the submissions changes nothing, not even where objects come in between.</summary>
    [Theory, MemberData(nameof(DevicesAndSizes))]
    public void A_frame_may_be_submitted_before_the_last_ones_mask_is_read(string device, bool resized)
    {
        using var session = new Session(device, resized);
        using Segmenter stepped = session.Start(), submitted = session.Start();
        List<int[]> expected = [], actual = [];
        for (int t = 0; t < Frames; t++)
        {
            expected.Add(new int[Height * Width]);
            stepped.Step(Frame(t), Mask(t), expected[t]);

            submitted.Submit(Frame(t), Mask(t));
            if (t > 0) actual.Add(Read(submitted));
        }

        actual.Add(Read(submitted));
        Assert.Equal(expected, actual);
        Assert.Contains(5, actual[2]);
    }

    [Fact]
    public void Labels_count_the_objects()
    {
        using var session = new Session(Devices.Default, resized: true);
        using Segmenter first = session.Start(), second = session.Start();
        int[] ids = new int[Height * Width];
        byte[] labels = new byte[Height * Width];
        for (int t = 0; t < Frames; t++)
        {
            first.Step(Frame(t), Mask(t), ids);
            second.Submit(Frame(t), Mask(t));
            second.ReadLabels(labels);
            Assert.Equal(ids, labels.Select(label => label == 0 ? 0 : second.ObjectIds[label - 1]));
        }

        Assert.Contains((byte)2, labels);
    }

    /// <summary>Ids beyond a byte come as they are, whether the first object has one or a later one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ids_beyond_a_byte_come_as_they_are(bool resized)
    {
        using var session = new Session(Devices.Default, resized);
        using Segmenter small = session.Start(), large = session.Start();
        int[] expected = new int[Height * Width], ids = new int[Height * Width];
        for (int t = 0; t < Frames; t++)
        {
            small.Step(Frame(t), Mask(t), expected);
            large.Step(Frame(t), [.. Mask(t).Select(Large)], ids);
            Assert.Equal(expected.Select(Large), ids);
        }

        static int Large(int id) => id == 5 ? 5 << 16 : id;
    }

    [Fact]
    public void Frames_before_the_first_object_are_background()
    {
        using var session = new Session(Devices.Default, resized: false);
        using Segmenter segmenter = session.Start();
        int[] ids = new int[Height * Width];
        Array.Fill(ids, 9);
        segmenter.Step(Frame(0), [], ids);
        Assert.All(ids, id => Assert.Equal(0, id));
    }

    [Fact]
    public void What_is_out_of_turn_is_refused()
    {
        using var session = new Session(Devices.Default, resized: true);
        using Segmenter segmenter = session.Start();
        var ids = new int[Height * Width];
        Assert.Throws<InvalidOperationException>(() => segmenter.Read(ids));
        Assert.Throws<ArgumentException>(() => segmenter.Submit(new byte[5], []));
        Assert.Throws<ArgumentException>(() => segmenter.Submit(Frame(0), new int[7]));
        segmenter.Submit(Frame(0), Mask(0));
        Assert.Throws<InvalidOperationException>(() => segmenter.Step(Frame(1), [], ids));
        segmenter.Submit(Frame(1), []);
        Assert.Throws<InvalidOperationException>(() => segmenter.Submit(Frame(2), []));
        Assert.Throws<ArgumentException>(() => segmenter.Read(new int[3]));
        segmenter.Read(ids);
        segmenter.Read(ids);
        segmenter.Step(Frame(2), [], ids);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_session_needs_what_its_plan_said(bool resized)
    {
        using var session = new Session(Devices.Default, resized);
        using Segmenter segmenter = session.Start();
        MemoryEstimate plan = MemoryEstimate.For(session.Network, session.Geometry, objects: 1, new FramePath(ResizesOnHost: false, InFlight: 1));
        var ids = new int[Height * Width];
        segmenter.Step(Frame(0), Mask(0), ids);
        segmenter.Step(Frame(1), [], ids);
        Assert.Equal(plan.StateBytes + plan.BufferBytes + plan.ArenaBytes, segmenter.Bytes);
    }

    private static int[] Read(Segmenter segmenter)
    {
        var ids = new int[Height * Width];
        segmenter.Read(ids);
        return ids;
    }

    private static float[] Probabilities(Segmenter segmenter, FrameGeometry geometry)
    {
        var planes = new float[(segmenter.ObjectIds.Count + 1) * geometry.Height * geometry.Width];
        segmenter.ReadProbabilities(planes);
        return planes;
    }

    private static byte[] Frame(int t) => s_frames[t];

    /// <summary>An object in the first frame, another one in the third.</summary>
    private static int[] Mask(int t)
    {
        if (t is not (0 or 2)) return [];
        var mask = new int[Height * Width];
        for (int y = 10; y < 40; y++) Array.Fill(mask, t == 0 ? 3 : 5, y * Width + (t == 0 ? 10 : 50), 25);
        return mask;
    }

    /// <summary>A network on a device.</summary>
    private sealed class Session : IDisposable
    {
        private readonly Device _device;
        private readonly Device? _owned;

        public Session(string device, bool resized)
        {
            _device = Devices.Open(device);
            _owned = OpenClUnderTest.Has(device) ? null : _device;
            Network = Network.Load(Repository.Find("models/livos-nano.safetensors")!, _device);
            Geometry = resized ? new FrameGeometry(44, 60, Height, Width) : new FrameGeometry(Height, Width);
        }

        public Network Network { get; }

        public FrameGeometry Geometry { get; }

        public Segmenter Start() => new(Network, Geometry);

        public void Dispose()
        {
            Network.Dispose();
            _owned?.Dispose();
        }
    }
}
