using System.Diagnostics;
using LiVOS.Weights.PyTorch;

namespace LiVOS.Weights.Tests;

/// <summary>What pickles may do, and what they may not.</summary>
public sealed class PickleTests : IDisposable
{
    private static readonly byte[] s_numbers =
        [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f), .. BitConverter.GetBytes(3f), .. BitConverter.GetBytes(4f)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NewerPicklesAreReadToo()
    {
        // Protocol 4: a frame, short texts, names from the stack, automatic memo numbers.
        byte[] pickle = new PickleWriter(4).Raw(0x95).Raw(new byte[8]).Raw("}").Raw(0x94).Raw("(").Raw(0x8C, 1).Raw("x")
            .Raw(0x8C, 12).Raw("torch._utils").Raw(0x8C, 18).Raw("_rebuild_tensor_v2").Raw(0x93).Raw(0x94)
            .Raw('(').Storage("FloatStorage", "0", 4).Int(0).Tuple(4).Tuple(1).Raw(0x89).EmptyOrderedDict().Raw("tR").Raw("u").End();
        using CheckpointFile checkpoint = Open(pickle);
        Assert.Equal([1f, 2f, 3f, 4f], checkpoint.ReadFloats("x"));
    }

    [Fact]
    public void NewerTensorsAreReadToo()
    {
        // An untyped storage, whose tensor has a type of its own; a tensor subclass; a parameter with attributes.
        PickleWriter pickle = new PickleWriter().Raw("}(").Text("untyped")
            .Global("torch._utils", "_rebuild_tensor_v3").Raw("((").Text("storage").Global("torch.storage", "UntypedStorage").Text("0").Text("cuda:0").Int(16)
                .Raw("tQ")
            .Int(1).Tuple(3).Tuple(1).Raw(0x89).EmptyOrderedDict().Global("torch", "float32").Raw("tR");
        pickle.Text("typed").Global("torch._tensor", "_rebuild_from_type_v2").Raw('(').Global("torch._utils", "_rebuild_tensor_v2").Global("torch", "Tensor")
            .Raw('(').Storage("FloatStorage", "1", 4).Int(0).Tuple(2).Tuple(2).Raw(0x89).EmptyOrderedDict().Raw("t}tR");
        pickle.Text("parameter").Global("torch._utils", "_rebuild_parameter_with_state").Raw('(')
            .Tensor("FloatStorage", "1", 4, 3, [], []).Raw(0x88).EmptyOrderedDict().Raw("}tR");
        using CheckpointFile checkpoint = Open(pickle.Raw("u").End());
        Assert.Equal([2f, 3f, 4f], checkpoint.ReadFloats("untyped"));
        Assert.Equal([1f, 3f], checkpoint.ReadFloats("typed"));
        Assert.Equal([4f], checkpoint.ReadFloats("parameter"));
    }

    [Fact]
    public void WhatTrainingKeepsBesideTheWeightsIsPassedOver()
    {
        PickleWriter pickle = new PickleWriter().Raw("}(").Text("args").Global("argparse", "Namespace").Raw(")").Raw(0x81).Raw("}(").Text("lr").Raw("G")
            .Raw(new byte[8]).Raw("ub");
        pickle.Text("best").Global("numpy.core.multiarray", "scalar").Global("numpy", "dtype").Text("f8").Raw(0x85).Raw("R").Global("_codecs", "encode")
            .Text("x").Raw(0x85).Raw("R").Raw(0x86).Raw("R");
        pickle.Text("seen").Global("__builtin__", "set").Raw("]").Raw(0x85).Raw("R").Text("steps").Global("collections", "defaultdict")
            .Global("__builtin__", "int").Raw(0x85).Raw("R");
        pickle.Text("model").EmptyOrderedDict().Raw('(').Text("x").Tensor("FloatStorage", "0", 4, 0, [4], [1]).Raw("u}").Text("_metadata").EmptyOrderedDict()
            .Raw("sb");
        using CheckpointFile checkpoint = Open(pickle.Raw("u").End());
        Assert.Equal("model", checkpoint.TakenFrom);
        Assert.Equal([1f, 2f, 3f, 4f], checkpoint.ReadFloats("x"));
    }

    [Fact]
    public void TheLastOfEqualNamesCounts()
    {
        using CheckpointFile checkpoint = Open(
            new PickleWriter().Raw("}(").Text("x").Tensor("FloatStorage", "0", 4, 0, [1], [1]).Text("x").Tensor("FloatStorage", "0", 4, 2, [1], [1]).Raw("u")
                .End());
        Assert.Equal([3f], checkpoint.ReadFloats("x"));
    }

    private static readonly Dictionary<string, (byte[] Pickle, string Why)> s_bad = new()
    {
        ["reaches beyond"] = (Dict(p => p.Tensor("FloatStorage", "0", 4, 1, [4], [1])), "the tensor x reaches beyond its storage"),
        ["strides beyond"] = (Dict(p => p.Tensor("FloatStorage", "0", 4, 0, [2, 2], [3, 1])), "the tensor x reaches beyond its storage"),
        ["begins beyond"] = (Dict(p => p.Tensor("FloatStorage", "0", 4, 4, [], [])), "the tensor x reaches beyond its storage"),
        ["overflows"] =
            (Dict(p => p.Tensor("FloatStorage", "0", 4, long.MaxValue, [2, 2], [long.MaxValue, long.MaxValue])), "the tensor x reaches beyond its storage"),
        ["claims an overflow"] = (Dict(p => p.Tensor("FloatStorage", "0", 4, 0, [1L << 40, 1L << 40], [0, 0])), "the tensor x reaches beyond its storage"),
        ["repeats a number for ever"] = (Dict(p => p.Tensor("FloatStorage", "0", 4, 0, [1L << 40], [0])), "claim far more numbers than it holds"),
        ["is negative"] = (Dict(p => p.Tensor("FloatStorage", "0", 4, -1, [1], [1])), "from number -1 on"),
        ["has a negative extent"] = (Dict(p => p.Tensor("FloatStorage", "0", 4, 0, [-1], [1])), "describes a tensor by what is no number"),
        ["has too few strides"] = (Dict(p => p.Tensor("FloatStorage", "0", 4, 0, [1, 1], [1])), "with 2 extents and 1 strides"),
        ["claims a longer storage"] = (Dict(p => p.Tensor("FloatStorage", "0", 5, 0, [1], [1])), "the storage 0 has 16 bytes, too few for 5 numbers"),
        ["claims a vast storage"] = (Dict(p => p.Tensor("FloatStorage", "0", long.MaxValue, 0, [1], [1])), "too few for"),
        ["names a storage that is not there"] = (Dict(p => p.Tensor("FloatStorage", "9", 4, 0, [1], [1])), "it lacks the entry archive/data/9"),
        ["walks out of the folder"] = (Dict(p => p.Tensor("FloatStorage", "../../x", 4, 0, [1], [1])), "it lacks the entry"),
        ["has complex numbers"] = (Dict(p => p.Tensor("ComplexFloatStorage", "0", 4, 0, [1], [1])), "wants to use torch.ComplexFloatStorage"),
        ["disagrees on a storage"] = (
            Dict(p => p.Tensor("FloatStorage", "0", 4, 0, [1], [1]).Text("y").Tensor("IntStorage", "0", 4, 0, [1], [1])),
            "describes the storage 0 in two ways"),
        ["loads another pickle"] =
            (Dict(p => p.Global("torch.storage", "_load_from_bytes").Text("").Raw(0x85).Raw("R")), "wants to use torch.storage._load_from_bytes"),
        ["reaches through a name"] =
            (Dict(p => p.Global("torch", "_utils._rebuild_tensor_v2.__globals__")), "wants to use torch._utils._rebuild_tensor_v2.__globals__"),
        ["calls a number"] = (Dict(p => p.Int(1).Raw(")R")), "calls what cannot be called"),
        ["makes an object by protocol 1"] = (Dict(p => p.Raw("(").Global("torch", "Tensor").Raw("o")), "the instruction 0x6F"),
        ["uses a named persistent object"] = (Dict(p => p.Raw("P0\n")), "the instruction 0x50"),
        ["uses an extension"] = (Dict(p => p.Raw(0x82, 1)), "the instruction 0x82"),
        ["refers to nothing"] = (Dict(p => p.Raw("h\u0005")), "refers to a value that it has not built"),
        ["numbers far"] = (Dict(p => p.Int(1).Raw("r").Raw(255, 255, 255, 127)), "numbers its values beyond reason"),
        ["pops too much"] = (new PickleWriter().Raw("0").End(), "uses a value that it has not built"),
        ["pops through a mark"] = (new PickleWriter().Raw("}(0.").End(), "holds no tensors"),
        ["takes from below a mark"] = (new PickleWriter().Raw("}}(").Raw(0x86).End(), "uses a value that it has not built"),
        ["ends a group twice"] = (new PickleWriter().Raw("}u").End(), "ends a group that it has not begun"),
        ["ends with nothing"] = (new PickleWriter().End(), "uses a value that it has not built"),
        ["does not end"] = (new PickleWriter().Raw("}").End()[..^1], "its pickle ends too early"),
        ["is of protocol 0"] = (new PickleWriter(0).Raw("}").End(), "is of protocol 0"),
        ["has no Unicode"] = (Dict(p => p.Raw("X").Raw(1, 0, 0, 0, 0xFF)), "is no Unicode"),
        ["claims a long text"] = (Dict(p => p.Raw("X").Raw(255, 255, 255, 127)), "a text of 2147483647 bytes"),
        ["claims a longer text"] = (Dict(p => p.Raw(0x8D).Raw(255, 255, 255, 255, 255, 255, 255, 255)), "a text of 18446744073709551615 bytes"),
        ["has an endless name"] = (Dict(p => p.Raw("c" + new string('a', 5000))), "a name in its pickle has no end"),
        ["has a vast integer"] = (Dict(p => p.Raw(0x8A, 200).Raw(new byte[200])), "an integer of 200 bytes"),
    };

    public static TheoryData<string> Refused => [.. s_bad.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public void IsRefusedThat(string what)
    {
        (byte[] pickle, string why) = s_bad[what];
        WeightsException error = Assert.Throws<WeightsException>(() => Open(pickle));
        Assert.Contains(why, error.Message);
        Assert.StartsWith("test.pth ", error.Message);
    }

    // Each would take more memory, stack or time than there is, if it were followed as it asks.
    private static readonly Dictionary<string, Func<byte[]>> s_explosive = new()
    {
        ["nested lists"] = () => Repeat(p => p.Raw("]"), "]", 200_000, "a"),
        ["nested dicts under long keys"] = () => Repeat(p => p.Raw("}"), "}X\u0010\0\0\0kkkkkkkkkkkkkkkk}", 40_000, "s"),
        ["nested tuples"] = () => Repeat(p => p.Raw(")"), "\u0085", 500_000, ""),
        ["tuples doubling"] = () => Repeat(p => p.Raw(")"), "q\0h\0\u0086", 100_000, ""),
        ["dicts copied over and over"] = () =>
            Repeat(p => LargeDict(p).Raw("q\0").Global("collections", "OrderedDict").Raw("q\u0001"), "h\u0001h\0\u0085R0", 150_000, "0"),
        ["lists extended by themselves"] = () => Repeat(p => p.Raw("]q\0"), "(h\0h\0e", 200_000, ""),
        ["many tensors of many axes"] = () => Repeat(p => Rebuild(p), "h\0h\u0001R0", 200_000, "0"),
        ["endless instructions"] = () => Repeat(p => p, "N", 2_000_000, ""),
        ["endless marks"] = () => Repeat(p => p.Raw("}"), "(", 900_000, ""),
        ["endless texts"] = () => Repeat(p => p, "X\u0001\0\0\0k0", 900_000, ""),
    };

    public static TheoryData<string> Bombs => [.. s_explosive.Keys];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void BombsAreDefused(string what)
    {
        string path = Write(s_explosive[what]());
        Stopwatch time = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<WeightsException>(() => CheckpointFile.Open(path));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 256 << 20, $"{what}: {allocated >> 20} MB");
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(10), $"{what}: {time.Elapsed}");
    }

    private static byte[] Dict(Action<PickleWriter> value)
    {
        PickleWriter pickle = new PickleWriter().Raw("}(").Text("x");
        value(pickle);
        return pickle.Raw("u").End();
    }

    private static byte[] Repeat(Func<PickleWriter, PickleWriter> first, string instructions, int times, string after)
    {
        PickleWriter pickle = first(new PickleWriter());
        for (int i = 0; i < times; i++)
            pickle.Raw(instructions);
        for (int i = 0; i < times && after is "a" or "s"; i++)
            pickle.Raw(after);
        return pickle.Raw(after == "0" ? "}" : "").End();
    }

    private static PickleWriter LargeDict(PickleWriter pickle)
    {
        pickle.Raw("}(");
        for (int i = 0; i < 100_000; i++)
            pickle.Raw("NN");
        return pickle.Raw("u");
    }

    private static PickleWriter Rebuild(PickleWriter pickle) =>
        pickle.Global("torch._utils", "_rebuild_tensor_v2").Raw("q\0(").Storage("FloatStorage", "0", 4).Int(0)
            .Tuple(1, 1, 1, 1, 1, 1, 1, 1).Tuple(1, 1, 1, 1, 1, 1, 1, 1).Raw("tq\u0001");

    private CheckpointFile Open(byte[] pickle) => CheckpointFile.Open(Write(pickle));

    private string Write(byte[] pickle) =>
        _folder.Add(
            "test.pth",
            new ZipWriter().Add("archive/data.pkl", pickle).Add("archive/data/0", s_numbers).Add("archive/data/1", s_numbers).Add("archive/version", "3\n"u8)
                .End());
}
