using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

/// <summary>Branches, ends, barriers and fences.</summary>
internal static class ControlInstructions
{
    public static Step Branch(InstructionReader it)
    {
        bool isUniform = it.Takes("uni");
        it.Operands(1);
        LabelSymbol label = it.Label();
        return (warp, on) => warp.Branch(on, label.Target, isUniform);
    }

    /// <summary>ret and exit, which are the same in a kernel.</summary>
    public static Step End(InstructionReader it)
    {
        it.Operands(0);
        return (warp, on) => warp.End(on);
    }

    /// <summary>bar.sync and barrier.sync of all threads of the block, and bar.warp.sync.</summary>
    public static Step Barrier(InstructionReader it)
    {
        if (it.Opcode == "bar" && it.Takes("warp")) return WarpBarrier(it);
        it.Takes("cta");
        it.Needs("sync");
        if (it.Opcode == "barrier")
        {
            it.Requires(30, 6, 0);
            it.Takes("aligned");
        }

        it.Operands(1, 2);
        if (it.OperandsLeft == 2) throw it.Error("barriers of some of the block's threads are not known to this emulator.");
        int barrier = it.Immediate(0, 15);
        return (warp, on) => warp.WaitAtBarrier(on, barrier);
    }

    /// <summary>membar and fence: the emulator's accesses happen in order.</summary>
    public static Step Fence(InstructionReader it)
    {
        if (it.Opcode == "membar")
        {
            it.Needs("cta", "gl", "sys");
        }
        else
        {
            it.TakesAny("sc", "acq_rel");
            it.Needs("cta", "gpu", "sys");
            it.Requires(70, 6, 0);
        }

        it.Operands(0);
        return (_, _) => { };
    }

    private static Step WarpBarrier(InstructionReader it)
    {
        it.Needs("sync");
        it.Requires(30, 6, 0);
        it.Operands(1);
        Source members = it.Read(U32);
        return (warp, on) =>
        {
            if (warp.Together(members, on) && on == warp.Running) warp.Synchronise();
        };
    }
}
