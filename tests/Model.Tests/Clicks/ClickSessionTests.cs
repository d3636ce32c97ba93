using LiVOS.Model.Clicks;
using LiVOS.Runtime;
using LiVOS.Testing.Devices;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Model.Tests.Clicks;

/// <summary>Clicks, strokes and boxes beside what PyTorch recorded of them (training/livos/clicks/golden.py), with made-up weights.</summary>
public sealed class ClickSessionTests : IDisposable
{
    private const int Height = 75, Width = 100;
    private const double Bound = 1e-4; // of the largest logit

    private static readonly Architecture s_architecture = Architecture.ResNet18 with { Click = ClickShape.Usual };

    private readonly SafetensorsFile _golden = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Clicks", "clicks.safetensors"));

    public static TheoryData<string> DeviceNames => [.. Devices.All];

    [Theory, MemberData(nameof(DeviceNames))]
    public void Logits_are_those_of_PyTorch(string name)
    {
        Device device = Devices.Open(name);
        using Device? owned = OpenClUnderTest.Has(name) ? null : device;
        Compare(device);
    }

    /// <summary>The same with each kernel as PTX, in the emulator.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public void Logits_of_PTX_are_those_of_PyTorch()
    {
        using var device = new PtxDevice(vectorWidth: 4);
        Compare(device);
    }

    [Fact]
    public void What_was_said_can_be_taken_back()
    {
        using Device device = Devices.Open(Devices.Default);
        using Network network = Load(device, s_architecture);
        using ClickSession session = Session(network);
        session.Click(40, 30);
        float[] first = session.ReadLogits();
        session.Click(80, 60, isPositive: false);
        Assert.NotEqual(first, session.ReadLogits());
        Assert.True(session.Undo());
        Assert.Equal(first, session.ReadLogits());
        Assert.Single(session.Strokes);
        Assert.True(session.Undo());
        Assert.False(session.Undo());
        Assert.All(Mask(session), pixel => Assert.Equal(0, pixel));

        session.Click(40, 30);
        Assert.Equal(first, session.ReadLogits());
    }

    [Fact]
    public void A_frame_may_have_another_size_than_the_network_sees()
    {
        using Device device = Devices.Open(Devices.Default);
        using Network network = Load(device, s_architecture);
        using var session = new ClickSession(network, new FrameGeometry(48, 64, Height, Width));
        session.SetFrame(Rgb());
        session.Enclose(new Box(10, 10, 60, 50));
        byte[] mask = Mask(session);
        Assert.All(mask, pixel => Assert.InRange(pixel, 0, 1));

        session.Clear();
        int[] before = [.. Enumerable.Range(0, mask.Length).Select(i => i % Width < 50 ? 7 : 0)];
        session.Begin(before);
        Assert.True(session.HasObject);
        session.Click(80, 20, isPositive: false); // a mask says where the object is
        Assert.Throws<InvalidOperationException>(() => session.Begin(before));
    }

    [Fact]
    public void The_first_prompt_says_where_the_object_is()
    {
        using Device device = Devices.Open(Devices.Default);
        using Network network = Load(device, s_architecture);
        using var session = new ClickSession(network, new FrameGeometry(Height, Width));
        Assert.Contains("no frame", Assert.Throws<InvalidOperationException>(() => session.Click(1, 1)).Message);
        session.SetFrame(Rgb());
        Assert.Contains("where the object is not", Assert.Throws<InvalidOperationException>(() => session.Click(1, 1, isPositive: false)).Message);
        Assert.Contains("no area", Assert.Throws<ArgumentException>(() => session.Enclose(new Box(5, 5, 5, 9))).Message);
        Assert.False(session.HasObject);
    }

    [Fact]
    public void A_network_without_a_head_says_so()
    {
        using Device device = Devices.Open(Devices.Default);
        using Network network = Load(device, Architecture.ResNet18);
        Assert.Contains("no click head", Assert.Throws<WeightsException>(() => new ClickSession(network, new FrameGeometry(32, 32))).Message);
    }

    public void Dispose() => _golden.Dispose();

    private void Compare(Device device)
    {
        using Network network = Load(device, s_architecture);
        using ClickSession session = Session(network);
        Action[] steps =
        [
            () => session.Click(40, 30), () => session.Click(93, 71, isPositive: false), () => session.Enclose(new Box(20.5, 11, 70, 64.25)),
            () => session.Draw(new Stroke([(30, 20), (55, 41), (60, 60)], IsPositive: true)),
        ];
        for (int step = 0; step < steps.Length; step++)
        {
            steps[step]();
            float[] expected = Recorded($"step{step}.logits"), actual = session.ReadLogits();
            double largest = expected.Max(Math.Abs);
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - actual[i]) <= Bound * largest, $"Step {step}, logit {i}: {actual[i]} instead of {expected[i]}.");
        }
    }

    private ClickSession Session(Network network)
    {
        var session = new ClickSession(network, new FrameGeometry(Height, Width));
        session.SetFrame(Rgb());
        return session;
    }

    private static byte[] Mask(ClickSession session)
    {
        var mask = new byte[Height * Width];
        session.ReadMask(mask);
        return mask;
    }

    private static Network Load(Device device, Architecture architecture) => Network.Load(new SyntheticWeights(architecture, seed: 19), device);

    private float[] Recorded(string name)
    {
        TensorEntry entry = _golden.Get(name);
        var values = new float[entry.Count];
        _golden.Read(entry, 0, values);
        return values;
    }

    private byte[] Rgb()
    {
        TensorEntry entry = _golden.Get("rgb");
        var bytes = new byte[entry.Length];
        _golden.ReadBytes(entry, 0, bytes);
        return bytes;
    }
}
