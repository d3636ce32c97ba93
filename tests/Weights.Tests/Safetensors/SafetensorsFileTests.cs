using System.Buffers.Binary;
using System.Text;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Weights.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadsEveryTypeAsFloats()
    {
        string header = """
            {"__metadata__":{"num_heads":"8","format":"pt"},
             "f64":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},
             "i64":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},
             "f32":{"dtype":"F32","shape":[],"data_offsets":[16,20]},
             "i32":{"dtype":"I32","shape":[1],"data_offsets":[20,24]},
             "u32":{"dtype":"U32","shape":[1],"data_offsets":[24,28]},
             "f16":{"dtype":"F16","shape":[2],"data_offsets":[28,32]},
             "bf16":{"dtype":"BF16","shape":[1],"data_offsets":[32,34]},
             "i16":{"dtype":"I16","shape":[1],"data_offsets":[34,36]},
             "u8":{"dtype":"U8","shape":[1],"data_offsets":[36,37]},
             "i8":{"dtype":"I8","shape":[1],"data_offsets":[37,38]},
             "bool":{"dtype":"BOOL","shape":[2],"data_offsets":[38,40]},
             "none":{"dtype":"F32","shape":[0,4],"data_offsets":[40,40]}}
            """;
        byte[] data =
        [
            .. BitConverter.GetBytes(-1.5), .. BitConverter.GetBytes(-7L), .. BitConverter.GetBytes(2.25f), .. BitConverter.GetBytes(-9),
            .. BitConverter.GetBytes(4_000_000_000u), .. BitConverter.GetBytes((Half)0.5), .. BitConverter.GetBytes(Half.MinValue),
            0xC0, 0x3F, .. BitConverter.GetBytes((short)-300), 200, 0xFF, 1, 0,
        ];
        using SafetensorsFile file = SafetensorsFile.Open(_folder.Add("all.safetensors", FileBytes(header, data)));

        Assert.Equal("8", file.Metadata["num_heads"]);
        Assert.Equal(12, file.Tensors.Count);
        Assert.Equal([-1.5f], file.ReadFloats("f64"));
        Assert.Equal([-7f], file.ReadFloats("i64"));
        Assert.Equal([2.25f], file.ReadFloats("f32"));
        Assert.Equal([-9f], file.ReadFloats("i32"));
        Assert.Equal([4e9f], file.ReadFloats("u32"));
        Assert.Equal([0.5f, -65504f], file.ReadFloats("f16"));
        Assert.Equal([1.5f], file.ReadFloats("bf16"));
        Assert.Equal([-300f], file.ReadFloats("i16"));
        Assert.Equal([200f], file.ReadFloats("u8"));
        Assert.Equal([-1f], file.ReadFloats("i8"));
        Assert.Equal([1f, 0f], file.ReadFloats("bool"));
        Assert.Empty(file.ReadFloats("none"));
        Assert.Equal<long>([0, 4], file.Get("none").Shape);
        Assert.Equal("all.safetensors has no tensor f8; livos inspect lists what it holds.", Assert.Throws<WeightsException>(() => file.Get("f8")).Message);
    }

    [Fact]
    public void ConvertsEveryHalf()
    {
        byte[] bytes = new byte[65536 * 2];
        for (int i = 0; i < 65536; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), (ushort)i);
        float[] floats = new float[65536];
        FloatConversion.ToFloats(DataType.F16, bytes, floats);
        for (int i = 0; i < floats.Length; i++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf((ushort)i);
            Assert.True(
                float.IsNaN(expected) ? float.IsNaN(floats[i]) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(floats[i]),
                $"{i:X4}");
        }
    }

    [Fact]
    public void ReadsLongTensorsInPieces()
    {
        float[] numbers = [.. Enumerable.Range(0, 100_000).Select(i => i / 8f)];
        byte[] data = [.. numbers.SelectMany(number => BitConverter.GetBytes((double)number))];
        string header = $$"""{"x":{"dtype":"F64","shape":[100,1000],"data_offsets":[0,{{data.Length}}] } }""";
        using SafetensorsFile file = SafetensorsFile.Open(_folder.Add("long.safetensors", FileBytes(header, data)));
        Assert.Equal(numbers, file.ReadFloats("x"));
        float[] part = new float[3];
        file.Read(file.Get("x"), 99_997, part);
        Assert.Equal(numbers[99_997..], part);
    }

    [SkippableFact]
    public void TheBundledModelOpens()
    {
        string? model = Repository.Find("models/livos-nano.safetensors");
        Skip.If(model is null, "models/livos-nano.safetensors is not in this checkout");
        using SafetensorsFile file = SafetensorsFile.Open(model);
        Assert.All(file.Tensors, tensor => Assert.All(file.ReadFloats(tensor.Name), number => Assert.True(float.IsFinite(number))));
    }

    public static TheoryData<string, string, int, string> Damaged => new()
    {
        { "begins with no brace", "[]", 0, "is not a safetensors file, or a damaged one" },
        { "is no JSON", "{\"x\"", 0, "is not a safetensors file, or a damaged one" },
        { "has text after the header", "{} {}", 0, "is not a safetensors file, or a damaged one" },
        { "nests deeply", string.Concat(Enumerable.Repeat("{\"x\":", 1000)), 0, "damaged" },
        { "has a bad escape", """{"\uD800":{}}""", 0, "damaged" },
        { "has a number as name of a type", """{"x":{"dtype":1,"shape":[],"data_offsets":[0,4]}}""", 4, "damaged" },
        { "lacks offsets", """{"x":{"dtype":"F32","shape":[1]}}""", 4, "lacks its dtype, its shape or its data_offsets" },
        { "has three offsets", """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "lacks its dtype, its shape or its data_offsets" },
        { "has a field twice", """{"x":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "repeated field \"dtype\"" },
        { "has an unknown type", """{"x":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4, "of the type F8_E4M3" },
        { "has a negative extent", """{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "a number that is none: -1" },
        { "has a broken extent", """{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "a number that is none: 1.5" },
        { "has a huge number", """{"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", 4, "a number that is none" },
        { "overflows", """{"x":{"dtype":"F32","shape":[4294967296,4294967296,4294967297],"data_offsets":[0,4]}}""", 4, "has 4 bytes" },
        { "overflows past a zero", """{"x":{"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}""", 0, "has 0 bytes" },
        { "has the wrong size", """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "F32 [2], has 4 bytes" },
        { "ends early", """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "cut short: the tensor x stands at bytes 0 to 8 of 4" },
        { "has offsets the wrong way round", """{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "stands at bytes 4 to 0" },
        { "overlaps", """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}""", 4,
            "the tensors x and y overlap" },
        { "has a hole", """{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "4 bytes before the tensor x belong to none" },
        { "has more data", """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 9, "its last 5 bytes belong to no tensor" },
        { "has a tensor twice", """{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0,
            "lists the tensor x twice" },
        { "has metadata twice", """{"__metadata__":{"a":"b","a":"c"}}""", 0, "give a twice" },
        { "has metadata that are no text", """{"__metadata__":{"a":1}}""", 0, "damaged" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void RefusesAHeaderThat(string what, string header, int dataBytes, string expected)
    {
        string path = _folder.Add("bad.safetensors", FileBytes(header, new byte[dataBytes]));
        WeightsException error = Assert.Throws<WeightsException>(() => SafetensorsFile.Open(path));
        Assert.True(error.Message.Contains(expected), $"{what}: {error.Message}");
        Assert.StartsWith("bad.safetensors", error.Message);
    }

    [Fact]
    public void RefusesWhatIsNoFile()
    {
        Assert.Contains("cannot be opened", Assert.Throws<WeightsException>(() => SafetensorsFile.Open(_folder["absent"])).Message);
        Assert.Contains("is a folder with no weight file in it", Assert.Throws<WeightsException>(() => SafetensorsFile.Open(_folder["."])).Message);
        Assert.Contains("it has 0 bytes", Assert.Throws<WeightsException>(() => SafetensorsFile.Open(_folder.Add("empty", []))).Message);
        Assert.Contains("announce a header of 18446744073709551615 bytes",
            Assert.Throws<WeightsException>(() => SafetensorsFile.Open(_folder.Add("ones", [255, 255, 255, 255, 255, 255, 255, 255, 1]))).Message);
    }

    [Fact]
    public void RefusesAHugeHeader()
    {
        string path = _folder["huge.safetensors"];
        using (FileStream file = File.Create(path))
        {
            file.Write(BitConverter.GetBytes(100_000_001L));
            file.SetLength(100_000_009);
        }
        Assert.Contains("beyond the format's limit", Assert.Throws<WeightsException>(() => SafetensorsFile.Open(path)).Message);
    }

    [Fact]
    public void ReadsTensorsBeyondTwoGigabytes()
    {
        const long far = 3L << 30;
        string path = _folder["large.safetensors"];
        byte[] head = FileBytes(
            $$"""{"a":{"dtype":"U8","shape":[{{far}}],"data_offsets":[0,{{far}}]},"b":{"dtype":"F32","shape":[1],"data_offsets":[{{far}},{{far + 4}}] } }""",
            []);
        using (FileStream file = File.Create(path))
        {
            // Sparse: the zeros take no room on the disk.
            file.Write(head);
            file.Seek(head.Length + far, SeekOrigin.Begin);
            file.Write(BitConverter.GetBytes(42f));
        }
        using SafetensorsFile large = SafetensorsFile.Open(path);
        Assert.Equal([42f], large.ReadFloats("b"));
        Assert.Contains("too large to be read at once", Assert.Throws<WeightsException>(() => large.ReadFloats("a")).Message);
    }

    /// <summary>With a mapping, the system would end the program.</summary>
    [Fact]
    public void AFileThatBecomesShorterIsASentence()
    {
        string header = """{"x":{"dtype":"F32","shape":[4096],"data_offsets":[0,16384]}}""";
        string path = _folder.Add("shrinks", FileBytes(header, new byte[16384]));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        using (FileStream other = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            other.SetLength(header.Length + 100);
        Assert.Equal("shrinks is damaged or cut short: it became shorter while it was read.",
            Assert.Throws<WeightsException>(() => file.ReadFloats("x")).Message);
    }

    [Fact]
    public void MoreTensorsThanAnyNetworkHasAreRefused()
    {
        static string Header(int count) =>
            $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}"))}}}";
        using (SafetensorsFile file = SafetensorsFile.Open(_folder.Add("many", FileBytes(Header(65_536), []))))
            Assert.Equal(65_536, file.Tensors.Count);
        Assert.Equal("many cannot be used: it lists more than 65536 tensors, and no network has so many.",
            Assert.Throws<WeightsException>(() => SafetensorsFile.Open(_folder.Add("many", FileBytes(Header(65_537), [])))).Message);
    }

    [Fact]
    public void TakesNoOtherFilesTensors()
    {
        byte[] bytes = FileBytes("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4]);
        using SafetensorsFile one = SafetensorsFile.Open(_folder.Add("one", bytes));
        using SafetensorsFile other = SafetensorsFile.Open(_folder.Add("other", bytes));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.ReadBytes(other.Get("x"), 0, new byte[4]));
        TensorEntry x = one.Get("x");
        Assert.Throws<ArgumentOutOfRangeException>(() => one.ReadBytes(x, 4, new byte[4]));
        one.Dispose();
        Assert.Throws<ObjectDisposedException>(() => one.ReadBytes(x, 0, new byte[4]));
    }

    private static byte[] FileBytes(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. data];
    }
}
