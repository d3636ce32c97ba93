using LiVOS.Weights.PyTorch.Zip;

namespace LiVOS.Weights.PyTorch;

/// <summary>A stretch of the file.</summary>
internal readonly record struct FilePart(long Offset, long Length);

/// <summary>A checkpoint's pickle, read, and where the storages that it names stand in the file.</summary>
/// <param name="Root">The value that the pickle builds.</param>
/// <param name="Places">The storages' bytes by key.</param>
internal sealed record TorchArchive(object? Root, IReadOnlyDictionary<string, StorageBytes> Places)
{
    /// <summary>Reads a checkpoint of either format.</summary>
    /// <exception cref="WeightsException">The file is of neither, or damaged, or holds more than numbers.</exception>
    public static TorchArchive Read(InputFile file)
    {
        if (ZipDirectory.IsZip(file))
            return TorchZip.Read(file);
        if (TorchLegacy.IsLegacy(file))
            return TorchLegacy.Read(file);
        throw ForeignFile.Refusal(
            file, "is neither a safetensors file nor a PyTorch checkpoint; a checkpoint of another kind has to be saved anew with torch.save");
    }

    /// <summary>Refuses a storage that is shorter in the file than the pickle claims.</summary>
    internal static void CheckLength(InputFile file, TorchStorage storage, long found)
    {
        if (storage.Count > found / storage.Type.Size())
            throw file.Damaged($"the storage {storage.Key} has {found} bytes, too few for {storage.Count} numbers of type {storage.Type.Name()}");
    }
}
