using LiVOS.Runtime.Language;

namespace LiVOS.Testing.Races;

/// <summary>One item of the race checker's group: a thread with its kernel context, for one group after another.</summary>
internal sealed unsafe class CheckedItem : KernelContext, IDisposable
{
    private const int StackBytes = 256 * 1024;

    private readonly CheckedRun _run;
    // Unlike a SemaphoreSlim, an event does not spin: ten times as fast with hundreds of threads.
    private readonly AutoResetEvent _turn = new(false);
    private int _arrays;

    public CheckedItem(CheckedRun run, int number)
    {
        _run = run;
        Number = number;
        GroupIndex = run.Launch.Shape.Group.At(number);
        Thread = new Thread(Live, StackBytes) { IsBackground = true, Name = $"LiVOS checked item {number}" };
    }

    /// <summary>The item's number in its group, over all axes.</summary>
    public int Number { get; }

    public Thread Thread { get; }

    public ItemState State { get; private set; } = ItemState.Ended;

    /// <summary>The source line of the barrier or the exchange at which the item waits; 0 if it does not wait.</summary>
    public int Line { get; private set; }

    /// <summary>The lane whose value the item asks for, and the value that it gives, while it waits at a shuffle.</summary>
    public int WantedLane { get; private set; }

    /// <inheritdoc cref="WantedLane"/>
    public int Given { get; private set; }

    /// <summary>The value that the shuffle brought.</summary>
    public int Received { get; set; }

    /// <summary>The item's contribution while it waits at an exchange.</summary>
    public uint[] Offered { get; private set; } = [];

    /// <summary>The result of the exchange: the contributions of all items of the warp, in order.</summary>
    public uint[] Gathered { get; set; } = [];

    /// <summary>Whether the kernel is explicitly grouped; others have neither barriers nor shared memory.</summary>
    public bool InGroup { get; private set; }

    public override int WarpSize => CheckedRun.WarpSize;

    public void Wake() => _turn.Set();

    public override void BeginGroup()
    {
        InGroup = true;
        _arrays = 0;
    }

    public override void* AllocateShared(int bytes)
    {
        RequireGroup("shared memory");
        return _run.AllocateShared(_arrays++, bytes);
    }

    public override void* DynamicShared()
    {
        RequireGroup("shared memory");
        return _run.DynamicShared();
    }

    public override void Barrier(int line)
    {
        RequireGroup("barriers");
        Line = line;
        Wait(ItemState.AtBarrier);
        Line = 0;
    }

    public override int Shuffle(int bits, int lane)
    {
        RequireGroup("shuffles");
        if (_run.Lane(this, lane) is null) throw new KernelFaultException($"it shuffles with lane {lane} of its warp, where there is no item.");
        (Given, WantedLane) = (bits, lane);
        Wait(ItemState.AtShuffle);
        return Received;
    }

    public override void Exchange(ReadOnlySpan<uint> own, Span<uint> all, int line)
    {
        RequireGroup("tensor cores");
        if (_run.Lane(this, CheckedRun.WarpSize - 1) is null) throw new KernelFaultException("it uses tensor cores in a warp of fewer than 32 items.");
        Offered = own.ToArray();
        Line = line;
        Wait(ItemState.AtExchange);
        Line = 0;
        Gathered.CopyTo(all);
    }

    public override void OnAccess(byte* address, int count, int elementSize, AccessKind kind) =>
        _run.OnAccess(this, address, count, elementSize, kind);

    public void Dispose() => _turn.Dispose();

    private void Live()
    {
        Current = this;
        for (_turn.WaitOne(); !_run.IsOver; _turn.WaitOne())
        {
            State = ItemState.Running;
            try
            {
                if (_run.Fault is null) _run.Launch.Run(_run.VectorWidth, _run.Group, _run.Group + 1);
            }
            catch (Exception exception)
            {
                _run.Fail(this, exception);
            }

            State = ItemState.Ended;
            Line = 0;
            _run.PassTurn();
        }
    }

    private void Wait(ItemState state)
    {
        State = state;
        _run.PassTurn();
        _turn.WaitOne();
        State = ItemState.Running;
        if (_run.Fault is not null) throw new OperationCanceledException("Another item failed.");
    }

    private void RequireGroup(string what)
    {
        if (!InGroup) throw new KernelFaultException($"it uses {what}, which an implicitly grouped kernel does not have.");
    }
}
