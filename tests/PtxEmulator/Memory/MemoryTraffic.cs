using System.Numerics;

namespace LiVOS.PtxEmulator.Memory;

/// <summary>
/// What a kernel's accesses to memory cost a multiprocessor. Shared memory has 32 banks of 4 bytes, each of which gives one word at a time: a warp's access
/// of up to 4 bytes a lane takes one wavefront, of 8 bytes one for each half of the warp, of 16 bytes one for each quarter, and more where two lanes want
/// different words of a bank. Global memory comes in sectors of 32 bytes.
/// </summary>
internal sealed class MemoryTraffic
{
    private const int Banks = 32, WordBytes = 4, SectorBytes = 32, RowBytes = 16;

    /// <summary>Wavefronts of shared memory that the accesses take without conflicts.</summary>
    public long Wavefronts { get; private set; }

    /// <summary>Wavefronts that conflicts add.</summary>
    public long Conflicts { get; private set; }

    /// <summary>Sectors of global memory, counted for each access of a warp.</summary>
    public long Sectors { get; private set; }

    /// <summary>The sectors that the bytes of each access would fill, did they lie side by side.</summary>
    public long LeastSectors { get; private set; }

    /// <summary>Counts an access of a warp.</summary>
    /// <param name="space">The memory.</param>
    /// <param name="on">The lanes that access it.</param>
    /// <param name="addresses">Their addresses.</param>
    /// <param name="bytes">The bytes of each, as one instruction accesses them.</param>
    public void Count(PtxSpace space, uint on, ReadOnlySpan<ulong> addresses, int bytes)
    {
        if (on == 0) return;
        if (space == PtxSpace.Global)
        {
            CountSectors(on, addresses, bytes);
            return;
        }

        int parts = Math.Max(1, bytes / WordBytes), lanes = Warp.Lanes / parts;
        for (int part = 0; part < parts; part++)
        {
            uint mask = (uint)(((1UL << lanes) - 1) << (part * lanes));
            if ((on & mask) != 0) CountWavefronts(on & mask, addresses, bytes);
        }
    }

    /// <summary>Counts a matrix that ldmatrix reads: eight rows of 16 bytes in one wavefront.</summary>
    /// <param name="rows">The rows' addresses.</param>
    public void CountMatrix(ReadOnlySpan<ulong> rows) => CountWavefronts((1u << rows.Length) - 1, rows, RowBytes);

    // As many wavefronts as the bank with the most different words has of them.
    private void CountWavefronts(uint on, ReadOnlySpan<ulong> addresses, int bytes)
    {
        Span<ulong> words = stackalloc ulong[Warp.Lanes];
        Span<byte> inBank = stackalloc byte[Banks];
        int count = 0, most = 1;
        for (uint left = on; left != 0; left &= left - 1)
        {
            ulong first = addresses[BitOperations.TrailingZeroCount(left)] / WordBytes;
            for (ulong word = first; word < first + (ulong)Math.Max(1, bytes / WordBytes); word++)
            {
                if (words[..count].Contains(word)) continue;
                words[count++] = word;
                most = Math.Max(most, ++inBank[(int)(word % Banks)]);
            }
        }

        Wavefronts++;
        Conflicts += most - 1;
    }

    private void CountSectors(uint on, ReadOnlySpan<ulong> addresses, int bytes)
    {
        Span<ulong> distinct = stackalloc ulong[Warp.Lanes], sectors = stackalloc ulong[Warp.Lanes];
        int count = 0, touched = 0;
        for (uint left = on; left != 0; left &= left - 1)
        {
            // An access is aligned to its size, which divides a sector.
            ulong address = addresses[BitOperations.TrailingZeroCount(left)], sector = address / SectorBytes;
            if (!distinct[..count].Contains(address)) distinct[count++] = address;
            if (!sectors[..touched].Contains(sector)) sectors[touched++] = sector;
        }

        Sectors += touched;
        LeastSectors += ((count * bytes) + SectorBytes - 1) / SectorBytes;
    }
}
