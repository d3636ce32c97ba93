using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiVOS.Runtime.Language;

namespace LiVOS.PtxEmulator.Execution;

/// <summary>
/// 32 threads that execute together. Where a branch divides them, the strand that is furthest behind goes first, so that they meet again;
/// an instruction of the whole warp waits until all its lanes have come, and faults if they cannot.
/// </summary>
internal sealed class Warp
{
    /// <summary>Threads of a warp.</summary>
    public const int Lanes = 32;

    private readonly Instruction[] _code;
    private readonly List<Strand> _others = [];
    private readonly int _number;
    private uint _active, _ended;
    private int _next, _at, _syncTime;

    public Warp(Block block, int number, int threads)
    {
        Block = block;
        Traffic = block.Launch.Traffic;
        _number = number;
        _code = block.Launch.Kernel.Code;
        Present = threads - (number * Lanes) >= Lanes ? uint.MaxValue : (1u << (threads - (number * Lanes))) - 1;
        Registers = new(block.Launch.Kernel.Registers);
        Special = [.. Enumerable.Range(0, SpecialRegisters.Count).Select(_ => new uint[Lanes])];
        Copies = [.. Enumerable.Range(0, Lanes).Select(_ => new AsyncCopies())];
    }

    private readonly record struct Strand(int Next, uint Lanes, bool IsWaiting);

    public Block Block { get; }

    public Registers Registers { get; }

    /// <summary>Where accesses to memory are counted; null where nobody asks.</summary>
    public MemoryTraffic? Traffic { get; }

    /// <summary>The values of the special registers, a lane each.</summary>
    public uint[][] Special { get; }

    /// <summary>Each lane's asynchronous copies.</summary>
    public AsyncCopies[] Copies { get; }

    /// <summary>The lanes that have a thread.</summary>
    public uint Present { get; }

    /// <summary>The lanes whose thread has not ended.</summary>
    public uint Running => Present & ~_ended;

    public bool HasEnded => _ended == Present;

    /// <summary>The barrier that the warp waits at; null if it does not.</summary>
    public int? Barrier { get; private set; }

    public void Start()
    {
        _others.Clear();
        (_active, _ended, _next, _syncTime, Barrier) = (Present, 0, 0, 0, null);
        Registers.Forget();
        foreach (AsyncCopies copies in Copies) copies.Forget();
        (Extent group, Extent grid) = (Block.Launch.Group, Block.Launch.Grid);
        for (int lane = 0; lane < Lanes; lane++)
        {
            int thread = (_number * Lanes) + lane;
            Extent at = group.At(thread);
            int[] values =
            [
                at.X, at.Y, at.Z, group.X, group.Y, group.Z, Block.At.X, Block.At.Y, Block.At.Z, grid.X, grid.Y, grid.Z,
                lane, _number, (group.Count + Lanes - 1) / Lanes, Block.Launch.DynamicSharedBytes,
            ];
            for (int i = 0; i < values.Length; i++) Special[i][lane] = (uint)values[i];
        }
    }

    /// <summary>Executes until the warp ends or waits at a barrier.</summary>
    public void Run()
    {
        Barrier = null;
        Launch launch = Block.Launch;
        while (!HasEnded && Barrier is null)
        {
            if (_others.Count > 0) Meet();
            Instruction instruction = _code[_at = _next++];
            launch.Spend(this);
            uint on = instruction.Guard?.Read(this, _active) ?? _active;
            if (on != 0) instruction.Step(this, on);
        }
    }

    public void Branch(uint on, int target, bool isUniform)
    {
        uint stay = _active & ~on;
        if (stay != 0)
        {
            int lane = BitOperations.TrailingZeroCount(stay);
            if (isUniform) throw Fault(lane, "does not take a branch that is declared uniform and that others take.");
            _others.Add(new(_next, stay, false));
        }

        (_active, _next) = (on, target);
    }

    public void End(uint on)
    {
        _ended |= on;
        _active &= ~on;
        if (_active == 0 && !HasEnded) TakeNextStrand();
    }

    public void WaitAtBarrier(uint on, int barrier)
    {
        if (Together(Present, on)) Barrier = barrier;
    }

    /// <summary>Whether all lanes that take part are here. If some can still come, those that are here wait, and execute the instruction again.</summary>
    /// <param name="members">The mask, the same in all lanes; those that have ended are not waited for.</param>
    /// <param name="on">The lanes that are here.</param>
    public bool Together(Source members, uint on)
    {
        ReadOnlySpan<uint> masks = members.Read<uint>(this, on);
        uint mask = masks[BitOperations.TrailingZeroCount(on)];
        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            if (masks[lane] != mask) throw Fault(lane, $"names other members (0x{masks[lane]:x8}) than other lanes do (0x{mask:x8}).");
            if ((mask >> lane & 1) == 0) throw Fault(lane, $"is no member of its own mask 0x{mask:x8}.");
        }

        return Together(mask & Running, on);
    }

    /// <summary>The same for members of which none may have ended.</summary>
    public bool Together(uint members, uint on)
    {
        uint missing = members & ~on, never = missing & (_active | _ended | ~Present);
        if (never != 0)
        {
            string missed = $"waits for lane {BitOperations.TrailingZeroCount(never)}, which never comes here: it has ended, passed, or is not there.";
            throw Fault(BitOperations.TrailingZeroCount(on), missed);
        }

        if (missing == 0) return true;
        _others.Add(new(_at, _active, true));
        TakeNextStrand();
        return false;
    }

    /// <summary>Orders the accesses of the warp's threads.</summary>
    public void Synchronise() => _syncTime = Block.Tick();

    public Accessor Accessor(int lane) => new((_number * Lanes) + lane, Block.Now, Block.SyncTime, _syncTime);

    /// <summary>What lanes read at their addresses: each <paramref name="count"/> numbers, the i-th to i * 32 + lane.</summary>
    public void Load<T>(PtxSpace space, uint on, ReadOnlySpan<ulong> addresses, int count, Span<T> numbers)
        where T : unmanaged
    {
        if (space == PtxSpace.Shared)
        {
            Block.Shared.Read(this, on, addresses, count, numbers);
            return;
        }

        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            ReadOnlySpan<T> read = MemoryMarshal.Cast<byte, T>(Global(lane, addresses[lane], count * Unsafe.SizeOf<T>()));
            for (int i = 0; i < read.Length; i++) numbers[(i * Lanes) + lane] = read[i];
        }
    }

    public void Store(PtxSpace space, int lane, ulong address, ReadOnlySpan<byte> bytes)
    {
        if (space == PtxSpace.Shared) Block.Shared.Write(this, lane, address, bytes);
        else bytes.CopyTo(Global(lane, address, bytes.Length));
    }

    public Span<byte> Atomic(PtxSpace space, int lane, ulong address, int size) =>
        space == PtxSpace.Shared ? Block.Shared.Atomic(this, lane, address, size) : Global(lane, address, size);

    /// <summary>A fault of a lane at the instruction that is executed.</summary>
    public PtxFaultException Fault(int lane, string what)
    {
        Instruction instruction = _code[_at];
        Extent thread = Block.Launch.Group.At((_number * Lanes) + lane), block = Block.At;
        string who = $"thread ({thread.X}, {thread.Y}, {thread.Z}) of block ({block.X}, {block.Y}, {block.Z})";
        return new(instruction.Line, $"{Block.Launch.Kernel.Name}, line {instruction.Line}, {instruction.Text}: {who} {what}");
    }

    private Span<byte> Global(int lane, ulong address, int size)
    {
        if ((address & (ulong)(size - 1)) != 0) throw Fault(lane, $"accesses {size} bytes at global address 0x{address:x}, which is not a multiple of {size}.");
        return Block.Launch.Memory.At(this, lane, address, size);
    }

    // Joins strands that stand at the same instruction, and goes on with the one furthest behind.
    private void Meet()
    {
        foreach (Strand strand in _others)
            if (strand.Next == _next) _active |= strand.Lanes;
        _others.RemoveAll(strand => strand.Next == _next);
        int behind = FurthestBehind();
        if (behind < 0 || _others[behind].Next > _next) return;
        var left = new Strand(_next, _active, false);
        (_next, _active) = (_others[behind].Next, _others[behind].Lanes);
        _others[behind] = left;
    }

    private void TakeNextStrand()
    {
        int behind = FurthestBehind();
        if (behind < 0)
        {
            _at = _others[0].Next;
            throw Fault(BitOperations.TrailingZeroCount(_others[0].Lanes), "waits for other lanes of its warp, which wait elsewhere or have ended.");
        }

        (_next, _active) = (_others[behind].Next, _others[behind].Lanes);
        _others.RemoveAt(behind);
    }

    // Among the strands that do not wait; below 0 if all do.
    private int FurthestBehind()
    {
        int behind = -1;
        for (int i = 0; i < _others.Count; i++)
            if (!_others[i].IsWaiting && (behind < 0 || _others[i].Next < _others[behind].Next)) behind = i;
        return behind;
    }
}
