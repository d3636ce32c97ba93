using System.Buffers;
using System.IO.Hashing;

namespace LiVOS.Weights.PyTorch;

/// <summary>A storage's bytes in the file, compared with their checksum before the first of them is used. Bytes that nobody asks for are not read.</summary>
/// <param name="file">The file.</param>
/// <param name="name">What to call them in messages.</param>
/// <param name="whole">The bytes that the checksum is of.</param>
/// <param name="checksum">Their CRC-32; 0 where the file has none.</param>
internal sealed class StorageBytes(InputFile file, string name, FilePart whole, uint checksum)
{
    private const int ChunkBytes = 1 << 16;

    private bool _confirmed = checksum == 0;

    /// <summary>How many bytes there are.</summary>
    public long Length => whole.Length;

    /// <summary>Fills <paramref name="destination"/> with the bytes from <paramref name="start"/> on.</summary>
    /// <exception cref="WeightsException">They cannot be read, or are not those that were written.</exception>
    public void Read(long start, Span<byte> destination)
    {
        if (!_confirmed)
            Confirm();
        if (start < 0 || destination.Length > Length - start)
            throw file.Damaged($"its {name} ends before something that it announces");
        file.Read(whole.Offset + start, destination);
    }

    private void Confirm()
    {
        Crc32 found = new();
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        for (long done = 0; done < Length; done += ChunkBytes)
        {
            Span<byte> part = chunk.AsSpan(0, (int)Math.Min(ChunkBytes, Length - done));
            file.Read(whole.Offset + done, part);
            found.Append(part);
        }
        ArrayPool<byte>.Shared.Return(chunk);
        if (found.GetCurrentHashAsUInt32() != checksum)
            throw file.Damaged($"its {name} does not match its checksum; fetch the file anew");
        _confirmed = true;
    }
}
