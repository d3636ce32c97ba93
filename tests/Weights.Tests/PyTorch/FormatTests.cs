using LiVOS.Weights.PyTorch;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Weights.Tests;

/// <summary>The two formats around a pickle, whole and broken.</summary>
public sealed class FormatTests : IDisposable
{
    private static readonly byte[] s_numbers = [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)];
    private static readonly byte[] s_pickle = new PickleWriter().Raw("}").Text("x").Tensor("FloatStorage", "0", 2, 0, [2], [1]).Raw("s").End();
    private static readonly byte[] s_magic = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "archive/", "")]
    [InlineData(true, "archive/", "")]
    [InlineData(false, "livos-nomose-480p/", "a comment")]
    [InlineData(true, "a/b/", "")]
    [InlineData(false, "", "")]
    public void ZipsAreRead(bool zip64, string prefix, string comment) =>
        Check(Whole(zip64, prefix).Add(prefix + "byteorder", "little"u8).Add(prefix + ".data/serialization_id", "1"u8).End(comment));

    [Fact]
    public void NoDamagedBitOfAZipChangesANumberUnnoticed()
    {
        byte[] whole = File.ReadAllBytes(Fixtures.File("plain.pth"));
        string[] expected = Contents(whole);
        int refused = 0, tried = 0;
        int step = LongTests.AreIncluded ? 3 : 29; // both reach every bit of a byte
        for (int i = 0; i < whole.Length * 8; i += step, tried++)
        {
            byte[] damaged = [.. whole];
            damaged[i / 8] ^= (byte)(1 << (i % 8));
            try
            {
                Assert.Equal(expected, Contents(damaged));
            }
            catch (WeightsException)
            {
                refused++;
            }
        }
        Assert.True(refused > tried / 3, $"{refused} of {tried}");
    }

    private string[] Contents(byte[] file)
    {
        using CheckpointFile checkpoint = CheckpointFile.Open(_folder.Add("file.pth", file));
        return [.. checkpoint.Tensors.Select(tensor => $"{tensor}: {string.Join(' ', checkpoint.ReadFloats(tensor.Name))}")];
    }

    [Fact]
    public void OldFilesAreRead() => Check(Legacy(s_magic));

    public static TheoryData<string, string> BrokenZips => new()
    {
        { "no pickle", "is a zip file with no data.pkl" },
        { "two pickles", "is a zip file with more than one data.pkl" },
        { "twice the same", "has two entries named archive/data/0" },
        { "compressed", "is compressed or encrypted" },
        { "big-endian", "not little-endian" },
        { "odd order", "not little-endian" },
        { "TorchScript", "is a TorchScript program" },
        { "not the header", "does not begin where it should" },
        { "no list", "has no list of contents" },
        { "list beyond", "reaches beyond its end" },
        { "list of another kind", "its list of contents is broken" },
        { "entry beyond", "reaches beyond its end" },
    };

    [Theory]
    [MemberData(nameof(BrokenZips))]
    public void BrokenZipsAreRefused(string what, string why)
    {
        byte[] file = what switch
        {
            "no pickle" => new ZipWriter().Add("x", s_numbers).End(),
            "two pickles" => Whole().Add("other/data.pkl", s_pickle).End(),
            "twice the same" => Whole().Add("archive/data/0", s_numbers).End(),
            "compressed" => new ZipWriter { Method = 8 }.Add("archive/data.pkl", s_pickle).End(),
            "big-endian" => Whole().Add("archive/byteorder", "big"u8).End(),
            "odd order" => Whole().Add("archive/byteorder", "middle"u8).End(),
            "TorchScript" => Whole().Add("archive/constants.pkl", s_pickle).End(),
            _ => Whole().End(),
        };
        int end = file.Length - 22, list = BitConverter.ToInt32(file, end + 16);
        switch (what)
        {
            case "not the header": file[list + 42]++; break;
            case "no list": file = file[..^1]; break;
            case "list beyond": file[end + 13] = 200; break;
            case "list of another kind": file[list]++; break;
            case "entry beyond": file[list + 21] = file[list + 25] = 200; break;
        }
        WeightsException error = Assert.Throws<WeightsException>(() => CheckpointFile.Open(_folder.Add("test.pth", file)));
        Assert.Contains(why, error.Message);
        Assert.StartsWith("test.pth ", error.Message);
    }

    [Theory]
    [InlineData("other magic", "is another program's pickle")]
    [InlineData("other version", "an unknown version")]
    [InlineData("big-endian", "not little-endian")]
    [InlineData("no keys", "its list of storages is missing")]
    [InlineData("unknown key", "names one that is not used")]
    [InlineData("key twice", "names 0 twice")]
    [InlineData("key missing", "the storage 0 is missing")]
    [InlineData("other count", "holds 3 numbers and should hold 2")]
    [InlineData("cut", "has 7 bytes, too few for 2 numbers")]
    [InlineData("cut before", "ends before something that it announces")]
    public void BrokenOldFilesAreRefused(string what, string why)
    {
        byte[] file = what switch
        {
            "other magic" => Legacy([.. s_magic[..5], 1, .. s_magic[6..]]),
            "other version" => Legacy(s_magic, version: 1002),
            "big-endian" => Legacy(s_magic, little: 0x89),
            "no keys" => Legacy(s_magic, keys: "N"),
            "unknown key" => Legacy(s_magic, keys: "]X\u0001\0\0\0" + "1a"),
            "key twice" => Legacy(s_magic, keys: "](X\u0001\0\0\0" + "0X\u0001\0\0\0" + "0e", storages: 2),
            "key missing" => Legacy(s_magic, keys: "]"),
            "other count" => Legacy(s_magic, count: 3),
            "cut" => Legacy(s_magic)[..^1],
            _ => Legacy(s_magic)[..^9],
        };
        WeightsException error = Assert.Throws<WeightsException>(() => CheckpointFile.Open(_folder.Add("test.pth", file)));
        Assert.Contains(why, error.Message);
    }

    [Fact]
    public void OtherFilesAreRefused()
    {
        string Refusal(string name, ReadOnlySpan<byte> bytes)
        {
            string path = _folder.Add(name, bytes);
            return Assert.Throws<WeightsException>(() => WeightFile.Open(path)).Message;
        }
        Assert.Contains("neither a safetensors file nor a PyTorch checkpoint", Refusal("other.pth", [1, 2, 3, 4, 5]));
        Assert.Contains("is not a safetensors file", Refusal("other.safetensors", [1, 2, 3, 4, 5, 6, 7, 8, 9]));
        Assert.Contains("cannot be opened", Assert.Throws<WeightsException>(() => WeightFile.Open(_folder["absent.pth"])).Message);
    }

    [Fact]
    public void FilesAreToldApartByWhatTheyHold()
    {
        using ITensorSource zip = WeightFile.Open(_folder.Add("weights.bin", Whole().End()));
        Assert.IsType<CheckpointFile>(zip);
        using (SafetensorsWriter writer = new(_folder["weights.pth"], [], new Dictionary<string, string>()))
            writer.Commit();
        using ITensorSource safetensors = WeightFile.Open(_folder["weights.pth"]);
        Assert.IsType<SafetensorsFile>(safetensors);
    }

    [Fact]
    public void LargeTensorsThatAreNotRowMajorAreRefused()
    {
        const long side = 5000;
        byte[] pickle = new PickleWriter().Raw("}").Text("x").Tensor("FloatStorage", "0", side * side, 0, [side, side], [1, side]).Raw("s").End();
        string path = _folder.Add("test.pth", new ZipWriter().Add("archive/data.pkl", pickle).Add("archive/data/0", new byte[side * side * 4]).End());
        Assert.Contains("save it after .contiguous()", Assert.Throws<WeightsException>(() => CheckpointFile.Open(path)).Message);
    }

    private void Check(byte[] file)
    {
        using CheckpointFile checkpoint = CheckpointFile.Open(_folder.Add("test.pth", file));
        Assert.Equal([1f, 2f], checkpoint.ReadFloats("x"));
    }

    private static ZipWriter Whole(bool zip64 = false, string prefix = "archive/") =>
        new ZipWriter(zip64).Add(prefix + "data.pkl", s_pickle).Add(prefix + "data/0", s_numbers).Add(prefix + "version", "3\n"u8);

    private static byte[] Legacy(byte[] magic, int version = 1001, byte little = 0x88, string keys = "]X\u0001\0\0\0" + "0a", long count = 2, int storages = 1)
    {
        byte[] storage = [.. BitConverter.GetBytes(count), .. s_numbers];
        return
        [
            .. magic, .. new PickleWriter().Int(version).End(), .. new PickleWriter().Raw("}").Text("little_endian").Raw(little).Raw("s").End(),
            .. s_pickle, .. new PickleWriter().Raw(keys).End(), .. Enumerable.Repeat(storage, storages).SelectMany(bytes => bytes),
        ];
    }
}
