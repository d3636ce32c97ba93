using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

/// <summary>shfl.sync: each lane reads another lane's register.</summary>
internal static class ShuffleInstructions
{
    /// <summary>shfl.sync.mode.b32 d{|p}, a, b, c, members.</summary>
    public static Step Shuffle(InstructionReader it)
    {
        it.Needs("sync");
        string mode = it.Needs("up", "down", "bfly", "idx");
        it.Type(B32);
        it.Requires(30, 6, 0);
        it.Operands(5);
        (Operand first, PredicateTarget? inRange) = it.Pair();
        Target d = it.Written(first, B32);
        Source a = it.Read(B32), b = it.Read(U32), c = it.Read(U32), members = it.Read(B32);
        return (warp, on) =>
        {
            if (!warp.Together(members, on)) return;
            Span<uint> moved = stackalloc uint[Warp.Lanes];
            ReadOnlySpan<uint> x = a.Read<uint>(warp, on), by = b.Read<uint>(warp, on), limits = c.Read<uint>(warp, on);
            uint truth = 0;
            for (int lane = 0; lane < Warp.Lanes; lane++)
            {
                if ((on >> lane & 1) == 0) continue;
                (int from, bool isInRange) = From(mode, lane, (int)by[lane] & 31, (int)limits[lane]);
                if ((on >> from & 1) == 0) throw warp.Fault(lane, $"reads the register of lane {from}, which takes no part in the shuffle.");
                moved[lane] = x[from];
                if (isInRange) truth |= 1u << lane;
            }

            d.Write<uint>(warp, on, moved);
            inRange?.Write(warp, on, truth);
        };
    }

    /// <summary>The lane to read, and whether it lies in the segment; if not, a lane reads itself.</summary>
    private static (int From, bool IsInRange) From(string mode, int lane, int by, int limits)
    {
        int clamp = limits & 31, segment = limits >> 8 & 31;
        int last = (lane & segment) | (clamp & ~segment), first = lane & segment;
        int from = mode switch
        {
            "up" => lane - by,
            "down" => lane + by,
            "bfly" => lane ^ by,
            _ => first | (by & ~segment),
        };
        bool isInRange = mode == "up" ? from >= last : from <= last;
        return (isInRange ? from : lane, isInRange);
    }
}
