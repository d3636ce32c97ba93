using System.Text;
using LiVOS.Model.Verification;
using LiVOS.Runtime;
using LiVOS.Testing.Devices;
using LiVOS.Weights;

namespace LiVOS.Model.Tests;

/// <summary>Sessions that are saved and loaded, and files that are none.</summary>
public sealed class SavedSessionTests : IDisposable
{
    private const int Height = 48, Width = 64;

    private readonly TemporaryFolder _folder = new();
    private readonly Device _device = Devices.Open(Devices.Default);
    private readonly Network _network;

    public SavedSessionTests() => _network = Network.Load(Repository.Find("models/livos-nano.safetensors")!, _device);

    /// <summary>All devices but the one on which sessions are saved.</summary>
    public static IEnumerable<object[]> OtherDevices => Devices.All.Skip(1).Select(name => new object[] { name });

    private string File => _folder["session.safetensors"];

    public void Dispose()
    {
        _network.Dispose();
        _device.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(Height, Width)]
    [InlineData(96, 70)]
    public void What_follows_is_the_same_to_the_bit(int sourceHeight, int sourceWidth)
    {
        using var whole = new Segmenter(_network, new FrameGeometry(Height, Width, sourceHeight, sourceWidth));
        Begin(whole);
        whole.Save(File);

        using Segmenter loaded = Segmenter.Load(_network, File);

        Assert.Equal(whole.Geometry, loaded.Geometry);
        Assert.Equal(whole.ObjectIds, loaded.ObjectIds);
        for (int frame = 3; frame < 7; frame++)
        {
            int[] mask = frame == 5 ? Mask(whole, id: 9, top: sourceHeight / 2) : [];
            Assert.Equal(Step(whole, frame, mask), Step(loaded, frame, mask));
            Assert.Equal(Probabilities(whole), Probabilities(loaded));
        }
    }

    [Theory, MemberData(nameof(OtherDevices))]
    public void On_another_device_what_follows_is_within_the_bound_of_goldens(string name)
    {
        Device other = Devices.Open(name);
        using Device? owned = OpenClUnderTest.Has(name) ? null : other;
        using Network network = Network.Load(Repository.Find("models/livos-nano.safetensors")!, other);
        using var here = new Segmenter(_network, new FrameGeometry(Height, Width));
        Begin(here);
        here.Save(File);

        using Segmenter there = Segmenter.Load(network, File);

        for (int frame = 3; frame < 6; frame++)
        {
            Step(here, frame, []);
            Step(there, frame, []);
            Assert.All(Probabilities(here).Zip(Probabilities(there)), pair => Assert.Equal(pair.First, pair.Second, GoldenRun.ProbabilityBound));
        }
    }

    [Fact]
    public void The_file_does_not_grow_and_a_session_branches()
    {
        using var segmenter = new Segmenter(_network, new FrameGeometry(Height, Width));
        Begin(segmenter);
        segmenter.Save(File);
        long length = new FileInfo(File).Length;
        int[] next = Step(segmenter, 3, []);
        for (int frame = 4; frame < 9; frame++) Step(segmenter, frame, []);
        segmenter.Save(_folder["later.safetensors"]);

        Assert.Equal(length, new FileInfo(_folder["later.safetensors"]).Length);
        using Segmenter branch = Segmenter.Load(_network, File);
        Assert.Equal(next, Step(branch, 3, []));
    }

    [Fact]
    public void There_is_nothing_to_save_before_the_first_object()
    {
        using var segmenter = new Segmenter(_network, new FrameGeometry(Height, Width));
        Assert.Throws<InvalidOperationException>(() => segmenter.Save(File));
    }

    [Theory]
    [InlineData("livos-session-2", "livos-session-1", "no saved session of this version")]
    [InlineData("\"network\"", "\"netwerk\"", "network of other sizes")]
    [InlineData("\"ids\":\"1 4\"", "\"ids\":\"4 4\"", "objects that no session has")]
    [InlineData("\"ids\":\"1 4\"", "\"ids\":\"0 4\"", "objects that no session has")]
    [InlineData("\"ids\":\"1 4\"", "\"ids\":\"1 x\"", "does not tell its ids")]
    [InlineData("\"frames\":\"48 64", "\"frames\":\"48 00", "frames that no session has")]
    [InlineData("\"frames\":\"48 64", "\"frames\":\"48 80", "where")]
    [InlineData("\"sensory\"", "\"censory\"", "has no tensor sensory")]
    [InlineData("\"introduced\":{\"dtype\":\"I32\"", "\"introduced\":{\"dtype\":\"U32\"", "where introduced I32")]
    public void Headers_that_no_session_has_are_refused(string from, string to, string complaint)
    {
        Save();
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        int at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from));
        Assert.True(at > 0, from);
        Encoding.ASCII.GetBytes(to).CopyTo(bytes, at);
        System.IO.File.WriteAllBytes(File, bytes);

        WeightsException error = Assert.Throws<WeightsException>(() => Segmenter.Load(_network, File));

        Assert.Contains(complaint, error.Message);
    }

    [Fact]
    public void Damaged_files_are_loaded_or_refused()
    {
        Save();
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        var random = new Random(1);
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = [.. round % 4 == 0 ? bytes.AsSpan(0, random.Next(bytes.Length)) : bytes];
            int most = round % 2 == 0 ? damaged.Length : Math.Min(damaged.Length, 2000);
            for (int i = 0; i < 3 && most > 0; i++) damaged[random.Next(most)] ^= (byte)(1 << random.Next(8));
            System.IO.File.WriteAllBytes(File, damaged);
            try
            {
                using Segmenter loaded = Segmenter.Load(_network, File);
                Step(loaded, 3, []);
            }
            catch (WeightsException error)
            {
                Assert.Contains("session", error.Message);
            }
        }
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused()
    {
        Save();
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        BitConverter.GetBytes(float.NaN).CopyTo(bytes, bytes.Length - 4);
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Contains("not finite", Assert.Throws<WeightsException>(() => Segmenter.Load(_network, File)).Message);
    }

    private static int[] Step(Segmenter segmenter, int frame, int[] mask)
    {
        (int height, int width) = (segmenter.Geometry.SourceHeight, segmenter.Geometry.SourceWidth);
        byte[] rgb = new byte[3 * height * width];
        for (int i = 0; i < rgb.Length; i++) rgb[i] = (byte)(i * 7 % 251 + 5 * frame + i / (3 * width));
        int[] ids = new int[height * width];
        segmenter.Step(rgb, mask, ids);
        return ids;
    }

    private static int[] Mask(Segmenter segmenter, int id, int top)
    {
        int[] mask = new int[segmenter.Geometry.SourceHeight * segmenter.Geometry.SourceWidth];
        mask.AsSpan(top * segmenter.Geometry.SourceWidth, 10 * segmenter.Geometry.SourceWidth).Fill(id);
        return mask;
    }

    private static void Begin(Segmenter segmenter)
    {
        Step(segmenter, 0, Mask(segmenter, id: 1, top: 2));
        Step(segmenter, 1, Mask(segmenter, id: 4, top: 20));
        Step(segmenter, 2, []);
    }

    private static float[] Probabilities(Segmenter segmenter)
    {
        float[] planes = new float[(segmenter.ObjectIds.Count + 1) * segmenter.Geometry.Height * segmenter.Geometry.Width];
        segmenter.ReadProbabilities(planes);
        return planes;
    }

    private void Save()
    {
        using var segmenter = new Segmenter(_network, new FrameGeometry(Height, Width));
        Begin(segmenter);
        segmenter.Save(File);
    }
}
