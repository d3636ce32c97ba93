using LiVOS.Model.Verification;
using LiVOS.Runtime;
using LiVOS.Weights;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Model.Tests.Verification;

/// <summary>Recorded runs that are damaged, or other files: each is refused in a sentence that names it, before or while it is run.</summary>
public sealed class DamagedGoldenTests : IDisposable
{
    private static readonly string s_whole = Path.Combine(AppContext.BaseDirectory, "goldens", "nano-44x60-newobj.safetensors");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string?> BadMetadata => new()
    {
        { "height", null }, { "height", "0" }, { "height", "-1" }, { "height", "1e3" }, { "height", "99999" }, { "height", "99999999999" }, { "height", "43" },
        { "width", null }, { "width", "0" }, { "width", "2147483647" }, { "width", "61" },
        { "frames", null }, { "frames", "0" }, { "frames", "2147483647" }, { "frames", "2" },
        { "variant", null }, { "seed", "-1" }, { "seed", "x" }, { "seed", "99999999999999999999" },
        { "ids", null }, { "ids", "" }, { "ids", "[]" }, { "ids", "7" }, { "ids", "{" }, { "ids", """{"0": 1}""" }, { "ids", """{"0": ["1"]}""" },
        { "ids", """{"0": [1.5]}""" }, { "ids", """{"0": [99999999999]}""" }, { "ids", """{"x": [1]}""" }, { "ids", """{"99999999999": [1]}""" },
        { "ids", """{"-1": [1]}""" }, { "ids", """{"0": [1, 2], "0": [3]}""" }, { "ids", """{"0": [1, 2], "9": [3]}""" },
        { "ids", """{"0": [0, 2], "2": [3]}""" },
        { "ids", """{"0": [-1, 2], "2": [3]}""" }, { "ids", """{"0": [1], "2": [3]}""" }, { "ids", """{"1": [1, 2], "2": [3]}""" }, { "ids", "{}" },
        { "ids", $$"""{"0": [{{string.Join(',', Enumerable.Range(1, 100_000))}}]}""" }, { "ids", """{"0": [8, 9], "2": [3]}""" },
    };

    [Theory, MemberData(nameof(BadMetadata))]
    public void Bad_metadata_are_refused(string key, string? value)
    {
        Refuse(entry => entry, metadata =>
        {
            if (value is null) metadata.Remove(key);
            else metadata[key] = value;
        });
    }

    public static TheoryData<string, string, long[]> BadTensors => new()
    {
        { "frame1.prob", "frame1.prob", [] }, { "frame1.prob", "frame1.prob", [0] }, { "frame1.prob", "frame1.prob", [3, 44, 61] },
        { "frame1.prob", "frame1.prob", [7920] },
        { "frame1.prob", "frame1.prob", [44, 60, 3] }, { "frame1.prob", "frame1.prob", [0, 44, 60] }, { "frame1.prob", "frame1.prob", [2, 44, 60] },
        { "frame3.prob", "frame2.prob", [3, 44, 60] }, { "frame3.prob", "frame1.state", [] }, { "frame3.prob", "frame1.state", [1] },
        { "frame3.prob", "frame1.nothing", [4, 44, 60] },
        { "frame3.prob", "nothing", [4, 44, 60] }, { "frame3.prob", "", [4, 44, 60] }, { "frame3.prob", "frame9.prob", [4, 44, 60] },
        { "frame3.prob", "framex.prob", [4, 44, 60] },
        { "frame3.prob", "frame3.", [4, 44, 60] }, { "frame3.prob", "frame99999999999.prob", [4, 44, 60] }, { "frame3.prob", "frame-1.prob", [4, 44, 60] },
        { "frame0.mask", "frame0.mask", [44, 59] }, { "frame0.mask", "frame0.mask", [1] }, { "frame0.mask", "frame1.mask", [44, 60] },
        { "frame1.rgb", "frame1.rgb", [44, 60] }, { "frame1.rgb", "frame1.rgb", [1] }, { "frame1.rgb", "frame1.rgbs", [44, 60, 3] },
    };

    [Theory, MemberData(nameof(BadTensors))]
    public void Bad_tensors_are_refused(string tensor, string name, long[] shape) =>
        Refuse(entry => entry.Name == tensor ? new TensorEntry(name, entry.Type, [.. shape]) : entry, _ => { });

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Numbers_that_are_not_finite_are_refused(float number) => Refuse(entry => entry, _ => { }, number);

    [Fact]
    public void The_whole_file_is_right()
    {
        using Device device = Devices.Open(Devices.Default);
        using GoldenFile golden = GoldenFile.Open(Rewrite(entry => entry, _ => { }, 0));
        using Network network = Network.Load(Repository.Find("models/livos-nano.safetensors")!, device);
        Assert.All(GoldenRun.Compare(golden, network), comparison => Assert.True(comparison.IsRight, comparison.Name));
    }

    private void Refuse(Func<TensorEntry, TensorEntry> change, Action<Dictionary<string, string>> changeMetadata, float added = 0)
    {
        string path = Rewrite(change, changeMetadata, added);
        using Device device = Devices.Open(Devices.Default);
        using Network network = Network.Load(Repository.Find("models/livos-nano.safetensors")!, device);
        string message = Assert.Throws<WeightsException>(() =>
        {
            using GoldenFile golden = GoldenFile.Open(path);
            _ = GoldenRun.Compare(golden, network).Count();
        }).Message;
        Assert.StartsWith(path, message);
        Assert.DoesNotContain('\n', message);
    }

    /// <summary>Writes the bundled run with other tensors and metadata, and a number added to its probabilities.</summary>
    private string Rewrite(Func<TensorEntry, TensorEntry> change, Action<Dictionary<string, string>> changeMetadata, float added)
    {
        using SafetensorsFile whole = SafetensorsFile.Open(s_whole);
        Dictionary<string, string> metadata = new(whole.Metadata);
        changeMetadata(metadata);
        TensorEntry[] entries = [.. whole.Tensors.Select(entry => change(new TensorEntry(entry.Name, DataType.F32, entry.Shape)))];
        using var writer = new SafetensorsWriter(_folder["golden.safetensors"], entries, metadata);
        foreach ((TensorEntry entry, TensorEntry original) in entries.Zip(whole.Tensors))
        {
            float[] numbers = whole.ReadFloats(original.Name);
            if (original.Name.EndsWith(".prob", StringComparison.Ordinal)) numbers[0] += added;
            Array.Resize(ref numbers, (int)entry.Count);
            writer.Write(numbers);
        }

        writer.Commit();
        return _folder["golden.safetensors"];
    }
}
