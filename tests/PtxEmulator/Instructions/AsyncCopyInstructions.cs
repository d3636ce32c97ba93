using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

/// <summary>cp.async: copies from global to shared memory that nobody may touch before their thread has waited for them.</summary>
internal static class AsyncCopyInstructions
{
    public static Step Decode(InstructionReader it)
    {
        it.Needs("async");
        it.Requires(80, 7, 0);
        return it.TakesAny("commit_group", "wait_group", "wait_all") switch
        {
            "commit_group" => ForEach(it, copies => copies.Commit()),
            "wait_group" => WaitGroup(it),
            "wait_all" => ForEach(it, copies => copies.WaitForAll()),
            _ => Copy(it),
        };
    }

    /// <summary>cp.async.{ca|cg}.shared.global [to], [from], size{, bytes read}: what is not read is zero.</summary>
    private static Step Copy(InstructionReader it)
    {
        bool isGlobalOnly = it.Needs("ca", "cg") == "cg";
        if (it.Needs("shared", "shared::cta") == "shared::cta") it.Requires(80, 7, 8, ".shared::cta");
        it.Needs("global");
        if (it.TakesAny("L2::64B", "L2::128B", "L2::256B") is not null) it.Requires(80, 7, 4, "a prefetch size");
        it.Operands(3, 4);
        bool mayReadLess = it.OperandsLeft == 4;
        Address to = it.Address(PtxSpace.Shared), from = it.Address(PtxSpace.Global);
        int size = it.Immediate(4, 16);
        if (size is not (4 or 8 or 16) || (isGlobalOnly && size != 16))
            throw it.Error(isGlobalOnly ? ".cg copies 16 bytes." : ".ca copies 4, 8 or 16 bytes.");
        it.Accesses(PtxSpace.Shared, size);
        Source count = mayReadLess ? it.Read(U32) : Source.Of((ulong)size, 32);
        return (warp, on) =>
        {
            Span<ulong> targets = stackalloc ulong[Warp.Lanes], sources = stackalloc ulong[Warp.Lanes];
            to.Read(warp, on, targets);
            from.Read(warp, on, sources);
            ReadOnlySpan<uint> counts = count.Read<uint>(warp, on);
            CountTraffic(warp, on, targets, sources, counts, size);
            Span<byte> bytes = stackalloc byte[size];
            for (int lane = 0; lane < Warp.Lanes; lane++)
            {
                if ((on >> lane & 1) == 0) continue;
                if (counts[lane] > (uint)size) throw warp.Fault(lane, $"reads {counts[lane]} bytes for a copy of {size}.");
                ulong address = sources[lane];
                if (address % (ulong)size != 0) throw warp.Fault(lane, $"address 0x{address:x} is not a multiple of {size}.");
                int read = (int)counts[lane];
                bytes.Clear();
                if (read > 0) warp.Block.Launch.Memory.At(warp, lane, address, read).CopyTo(bytes);
                warp.Copies[lane].Begin(warp, lane, targets[lane], bytes);
            }
        };
    }

    // What is filled with zeros is not read.
    private static void CountTraffic(Warp warp, uint on, ReadOnlySpan<ulong> targets, ReadOnlySpan<ulong> sources, ReadOnlySpan<uint> counts, int size)
    {
        if (warp.Traffic is not { } traffic) return;
        uint reading = on;
        for (int lane = 0; lane < Warp.Lanes; lane++)
            if (counts[lane] == 0) reading &= ~(1u << lane);
        traffic.Count(PtxSpace.Shared, on, targets, size);
        traffic.Count(PtxSpace.Global, reading, sources, size);
    }

    private static Step WaitGroup(InstructionReader it)
    {
        it.Operands(1);
        int most = it.Immediate(0, int.MaxValue);
        return Run(copies => copies.WaitUntil(most));
    }

    private static Step ForEach(InstructionReader it, Action<AsyncCopies> action)
    {
        it.Operands(0);
        return Run(action);
    }

    private static Step Run(Action<AsyncCopies> action) => (warp, on) =>
    {
        for (int lane = 0; lane < Warp.Lanes; lane++)
            if ((on >> lane & 1) != 0) action(warp.Copies[lane]);
    };
}
