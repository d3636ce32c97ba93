using System.Buffers.Binary;
using System.Diagnostics;
using LiVOS.Weights.PyTorch;

namespace LiVOS.Weights.Tests;

/// <summary>Files that are made to cost far more to read than they are long.</summary>
public sealed class BoundedWorkTests : IDisposable
{
    private const int StorageBytes = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Overlaps => ["one place", "one inside another", "the pickle", "half of it"];

    /// <summary>Entries of the list that stand at the same bytes, so that each is read anew.</summary>
    [Theory]
    [MemberData(nameof(Overlaps))]
    public void OverlappingEntriesAreRefused(string how)
    {
        byte[] file = Storages(count: 3).End();
        int list = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 6));
        int[] entries = Entries(file, list);
        (int from, int to, int shift) = how switch
        {
            "one place" => (2, 1, 0),
            "one inside another" => (2, 1, 100),
            "the pickle" => (1, 0, 0),
            _ => (3, 2, StorageBytes / 2),
        };
        int place = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(entries[to] + 42));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(entries[from] + 42), place + shift);
        WeightsException error = Assert.Throws<WeightsException>(() => CheckpointFile.Open(_folder.Add("test.pth", file)));
        Assert.StartsWith("test.pth is damaged or cut short: its entries ", error.Message);
        Assert.EndsWith(" overlap.", error.Message);
    }

    [Fact]
    public void EntriesSideBySideAreRead()
    {
        using CheckpointFile checkpoint = CheckpointFile.Open(_folder.Add("test.pth", Storages(count: 3).End()));
        Assert.All(checkpoint.Tensors, tensor => Assert.Equal(StorageBytes / sizeof(float), checkpoint.ReadFloats(tensor.Name).Length));
    }

    [Theory]
    [InlineData(2, StorageBytes / 4 - 1)] // two numbers, at both ends
    [InlineData(1 << 17, 2)] // every other number
    public void ManyScatteredTensorsOfOneStorageAreRefused(long extent, long stride)
    {
        WeightsException error = Assert.Throws<WeightsException>(() => CheckpointFile.Open(Views(count: 200, [extent], [stride])));
        Assert.StartsWith("test.pth is refused: its tensors ", error.Message);
        Assert.Contains("lie so far apart in their storages", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ExpandedTensorsAreRefused(long stride)
    {
        WeightsException error = Assert.Throws<WeightsException>(() => CheckpointFile.Open(Views(count: 100, [1 << 12, 1 << 10], [0, stride])));
        Assert.Contains("claim far more numbers than it holds", error.Message);
    }

    [Fact]
    public void AFewScatteredTensorsAreRead()
    {
        using CheckpointFile checkpoint = CheckpointFile.Open(Views(count: 3, [2], [StorageBytes / 4 - 1]));
        Assert.All(checkpoint.Tensors, tensor => Assert.Equal([0f, 0f], checkpoint.ReadFloats(tensor.Name)));
    }

    [Fact]
    public void MoreTensorsThanAnyNetworkHasAreRefused()
    {
        string path = Views(count: 65_537, [1], [1]);
        Stopwatch time = Stopwatch.StartNew();
        Assert.Equal("test.pth cannot be used: it lists more than 65536 tensors, and no network has so many.",
            Assert.Throws<WeightsException>(() => CheckpointFile.Open(path)).Message);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(60), $"{time.Elapsed}");
    }

    [Fact]
    public void OnlyWhatIsAskedForIsComparedWithItsChecksum()
    {
        byte[] file = new ZipWriter { Checksums = true }.Add("archive/data.pkl", Pickle(2)).Add("archive/data/0", new byte[StorageBytes])
            .Add("archive/data/1", new byte[StorageBytes]).End();
        file[^(StorageBytes / 2)] ^= 1; // in the last storage
        using CheckpointFile checkpoint = CheckpointFile.Open(_folder.Add("test.pth", file));
        Assert.Equal(StorageBytes / sizeof(float), checkpoint.ReadFloats("x0").Length);
        Assert.Equal("test.pth is damaged or cut short: its entry archive/data/1 does not match its checksum; fetch the file anew.",
            Assert.Throws<WeightsException>(() => checkpoint.ReadFloats("x1")).Message);
    }

    private static ZipWriter Storages(int count)
    {
        ZipWriter zip = new ZipWriter().Add("archive/data.pkl", Pickle(count));
        for (int i = 0; i < count; i++)
            zip.Add($"archive/data/{i}", new byte[StorageBytes]);
        return zip;
    }

    private static byte[] Pickle(int count)
    {
        PickleWriter pickle = new PickleWriter().Raw("}(");
        const long numbers = StorageBytes / sizeof(float);
        for (int i = 0; i < count; i++)
            pickle.Text($"x{i}").Tensor("FloatStorage", $"{i}", numbers, 0, [numbers], [1]);
        return pickle.Raw("u").End();
    }

    private string Views(int count, long[] shape, long[] strides)
    {
        // One storage, put into the memo once: so the pickle keeps short.
        PickleWriter pickle = new PickleWriter().Storage("FloatStorage", "0", StorageBytes / sizeof(float)).Raw("q\0" + "0").Raw("}(");
        for (int i = 0; i < count; i++)
            pickle.Text($"{i}").Global("torch._utils", "_rebuild_tensor").Raw('(').Raw("h\0").Int(0).Tuple(shape).Tuple(strides).Raw("tR");
        return _folder.Add("test.pth", new ZipWriter().Add("archive/data.pkl", pickle.Raw("u").End()).Add("archive/data/0", new byte[StorageBytes]).End());
    }

    private static int[] Entries(byte[] file, int list)
    {
        List<int> entries = [];
        for (int at = list; at < file.Length - 22; at += 46 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at + 28)))
            entries.Add(at);
        return [.. entries];
    }
}
