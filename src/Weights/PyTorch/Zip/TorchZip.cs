using LiVOS.Weights.PyTorch.Pickle;

namespace LiVOS.Weights.PyTorch.Zip;

/// <summary>
/// PyTorch's format since 1.6: a zip file of <c>NAME/data.pkl</c> and, for each storage, <c>NAME/data/KEY</c>. NAME is the file's,
/// "archive" in early versions.
/// </summary>
internal static class TorchZip
{
    private const string PickleName = "data.pkl";

    public static TorchArchive Read(InputFile file)
    {
        ZipDirectory zip = new(file);
        string[] pickles = [.. zip.Names.Where(name => name == PickleName || name.EndsWith("/" + PickleName, StringComparison.Ordinal))];
        if (pickles is not [string pickle])
        {
            string many = pickles.Length == 0 ? "no" : "more than one";
            throw new WeightsException($"{file.Name} is not a PyTorch checkpoint: it is a zip file with {many} data.pkl in it.");
        }
        string prefix = pickle[..^PickleName.Length];
        if (zip.Names.Contains(prefix + "constants.pkl"))
            throw new WeightsException(
                $"{file.Name} is refused: it is a TorchScript program, not only numbers; save its state_dict() with PyTorch and " +
                "convert that.");
        CheckByteOrder(file, zip, prefix);

        zip.Find(pickle)!.Read(0, []); // compares it with its checksum
        FilePart part = zip.Locate(pickle)!.Value;
        TorchObjects objects = new(file);
        object? root = new Unpickler(new PickleReader(file, part.Offset, part.Offset + part.Length), objects).Read();

        Dictionary<string, StorageBytes> places = [];
        foreach (TorchStorage storage in objects.NamedStorages.Values)
        {
            string name = $"{prefix}data/{storage.Key}";
            StorageBytes found = zip.Find(name) ?? throw file.Damaged($"it lacks the entry {name}");
            TorchArchive.CheckLength(file, storage, found.Length);
            places.Add(storage.Key, found);
        }
        return new TorchArchive(root, places);
    }

    private static void CheckByteOrder(InputFile file, ZipDirectory zip, string prefix)
    {
        ReadOnlySpan<byte> little = "little"u8;
        if (zip.Find(prefix + "byteorder") is not StorageBytes part)
            return;
        Span<byte> order = stackalloc byte[little.Length];
        if (part.Length == order.Length)
            part.Read(0, order);
        if (!order.SequenceEqual(little))
            throw new WeightsException($"{file.Name} cannot be read: its numbers are not little-endian; save it on another machine.");
    }
}
