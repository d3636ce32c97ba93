using System.Buffers.Binary;
using LiVOS.Weights.PyTorch.Pickle;

namespace LiVOS.Weights.PyTorch;

/// <summary>
/// PyTorch's format before 1.6: five pickles one after another (a magic number, a version, facts of the machine, the value, the storages'
/// keys), then each storage in the keys' order, its count before it.
/// </summary>
internal static class TorchLegacy
{
    private const long Version = 1001;

    private static readonly Int128 s_magic = Int128.Parse("1950a86a20f9469cfc6c", System.Globalization.NumberStyles.HexNumber);

    /// <summary>Whether the file begins with the magic number's pickle.</summary>
    public static bool IsLegacy(InputFile file)
    {
        Span<byte> head = stackalloc byte[4];
        if (file.Length < head.Length)
            return false;
        file.Read(0, head);
        return head is [0x80, _, 0x8A, 10];
    }

    public static TorchArchive Read(InputFile file)
    {
        PickleReader reader = new(file, 0, file.Length);
        object? Next(TorchObjects objects) => new Unpickler(reader, objects).Read();

        TorchObjects objects = new(file), none = new(file);
        if (Next(none) is not Int128 magic || magic != s_magic)
            throw new WeightsException($"{file.Name} is not a PyTorch checkpoint: it is another program's pickle.");
        if (Next(none) is not Version)
            throw new WeightsException(
                $"{file.Name} cannot be read: it is of an unknown version of torch.save's old format; save it with PyTorch 1.6 or newer.");
        if (Next(none) is not PickleDict machine || machine.Items.LastOrDefault(item => item.Key is "little_endian").Value is not true)
            throw new WeightsException($"{file.Name} cannot be read: its numbers are not little-endian; save it on another machine.");
        object? root = Next(objects);
        if (Next(none) is not List<object?> keys)
            throw file.Damaged("its list of storages is missing");
        return new TorchArchive(root, Places(file, objects, keys, reader.Position));
    }

    private static Dictionary<string, StorageBytes> Places(InputFile file, TorchObjects objects, List<object?> keys, long offset)
    {
        Dictionary<string, StorageBytes> places = [];
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (object? item in keys)
        {
            if (item is not string key || !objects.NamedStorages.TryGetValue(key, out TorchStorage? storage))
                throw file.Damaged("its list of storages names one that is not used");
            file.Read(offset, count);
            offset += count.Length;
            long held = BinaryPrimitives.ReadInt64LittleEndian(count);
            if (held != storage.Count)
                throw file.Damaged($"the storage {key} holds {held} numbers and should hold {storage.Count}");
            TorchArchive.CheckLength(file, storage, file.Length - offset);
            FilePart place = new(offset, storage.Count * storage.Type.Size());
            if (!places.TryAdd(key, new StorageBytes(file, $"storage {key}", place, checksum: 0)))
                throw file.Damaged($"its list of storages names {key} twice");
            offset += place.Length;
        }
        foreach (string key in objects.NamedStorages.Keys)
            if (!places.ContainsKey(key))
                throw file.Damaged($"the storage {key} is missing");
        return places;
    }
}
