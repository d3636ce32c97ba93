using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Testing.Races;

/// <summary>
/// One launch in the race checker. The items' threads take turns, so nothing here needs a lock: an item that ends its turn
/// (<see cref="PassTurn"/>) wakes the next one or, if none is ready, resolves what the items are waiting for.
/// </summary>
internal sealed unsafe class CheckedRun : IDisposable
{
    public const int WarpSize = 32;

    private readonly CheckedItem[] _items;
    private readonly Queue<CheckedItem> _ready = new();
    private readonly SharedArena _shared;
    private readonly AccessLedger _sharedAccesses = new(), _globalAccesses = new();
    private int _phase; // counts the stretches between barriers, of all groups

    public CheckedRun(Launch launch, int vectorWidth)
    {
        Launch = launch;
        VectorWidth = vectorWidth;
        _shared = new SharedArena(launch.Shape.DynamicShared);
        _items = [.. Enumerable.Range(0, launch.Shape.Group.Count).Select(number => new CheckedItem(this, number))];
    }

    public Launch Launch { get; }

    public int VectorWidth { get; }

    /// <summary>The group that runs, from 0; all groups are done when there is none of that number.</summary>
    public int Group { get; private set; } = -1;

    public KernelFaultException? Fault { get; private set; }

    public bool IsOver { get; private set; }

    public void Run()
    {
        foreach (CheckedItem item in _items) item.Thread.Start();
        PassTurn();
        foreach (CheckedItem item in _items) item.Thread.Join();
        if (Fault is not null) throw Fault;
    }

    /// <summary>Lets the next item run.</summary>
    public void PassTurn()
    {
        if (_ready.Count == 0) Unblock();
        if (_ready.TryDequeue(out CheckedItem? next)) next.Wake();
    }

    /// <summary>Ends the run because <paramref name="item"/> failed, unless another did before.</summary>
    public void Fail(CheckedItem item, Exception cause) =>
        Fault ??= new KernelFaultException($"{Launch}, {NameOf(Group, item.Number)}: {cause.Message}", cause);

    /// <summary>The item in lane <paramref name="lane"/> of an item's warp; null if the warp is smaller.</summary>
    public CheckedItem? Lane(CheckedItem item, int lane)
    {
        int number = item.Number / WarpSize * WarpSize + lane;
        return lane is >= 0 and < WarpSize && number < _items.Length ? _items[number] : null;
    }

    public void* AllocateShared(int array, int bytes) => _shared.Allocate(array, bytes);

    public void* DynamicShared() => _shared.Dynamic;

    public void OnAccess(CheckedItem item, byte* address, int count, int elementSize, AccessKind kind)
    {
        bool isShared = _shared.Holds(address);
        AccessLedger accesses = isShared ? _sharedAccesses : _globalAccesses;
        for (int i = 0; i < count; i++, address += elementSize)
        {
            if (accesses.Add((nint)address, kind, new Toucher(Group, item.Number, _phase)) is not var (otherKind, other)) continue;
            string place = isShared ? _shared.Describe(address, elementSize) : DescribeGlobal(address, elementSize);
            string missing = other.Group == Group ? "a barrier is missing between the two" : "nothing orders the groups of one launch";
            throw new KernelFaultException(
                $"a race: it {Verb(kind, "reads", "writes", "atomically changes")} {place}, which {NameOf(other.Group, other.Item)} "
                + $"{Verb(otherKind, "has read", "has written", "has atomically changed")}; {missing}.");
        }
    }

    public void Dispose()
    {
        _shared.Dispose();
        foreach (CheckedItem item in _items) item.Dispose();
    }

    private void Unblock()
    {
        if (_items.All(item => item.State == ItemState.Ended)) BeginGroup();
        else if (Fault is not null) Release(_items);
        else if (_items.All(item => item.State == ItemState.AtBarrier && item.Line == _items[0].Line)) EndPhase();
        else if (!ReleaseWarps()) FailStuck();
    }

    private void BeginGroup()
    {
        Group++;
        IsOver = Fault is not null || Group == Launch.Shape.Grid.Count;
        if (IsOver)
        {
            foreach (CheckedItem item in _items) item.Wake();
            return;
        }

        _phase++;
        _shared.BeginGroup();
        _sharedAccesses.Clear();
        foreach (CheckedItem item in _items) _ready.Enqueue(item);
    }

    private void EndPhase()
    {
        _phase++;
        Release(_items);
    }

    private bool ReleaseWarps()
    {
        foreach (CheckedItem[] warp in _items.Chunk(WarpSize).Where(warp => warp.All(item => item.State == ItemState.AtShuffle)))
        {
            foreach (CheckedItem item in warp) item.Received = Lane(item, item.WantedLane)!.Given;
            Release(warp);
        }

        foreach (CheckedItem[] warp in _items.Chunk(WarpSize).Where(IsAtOneExchange))
        {
            uint[] gathered = [.. warp.SelectMany(item => item.Offered)];
            foreach (CheckedItem item in warp) item.Gathered = gathered;
            Release(warp);
        }

        return _ready.Count > 0;
    }

    private static bool IsAtOneExchange(CheckedItem[] warp) => warp.All(
        item => item.State == ItemState.AtExchange && item.Line == warp[0].Line && item.Offered.Length == warp[0].Offered.Length);

    private void Release(IEnumerable<CheckedItem> items)
    {
        foreach (CheckedItem item in items.Where(item => item.State != ItemState.Ended)) _ready.Enqueue(item);
    }

    private void FailStuck()
    {
        bool Any(ItemState state) => _items.Any(item => item.State == state);
        string what = Any(ItemState.AtBarrier) ? "barrier" : Any(ItemState.AtShuffle) ? "shuffle" : "tensor core";
        IEnumerable<string> states = _items.GroupBy(item => (item.State, item.Line)).Select(alike =>
        {
            string others = alike.Count() > 1 ? $" and {alike.Count() - 1} more" : "";
            string doing = alike.Key.State switch
            {
                ItemState.AtBarrier => $"wait at the barrier of line {alike.Key.Line}",
                ItemState.AtShuffle => "wait for their warp to shuffle",
                ItemState.AtExchange => $"wait for their warp at the tensor core of line {alike.Key.Line}",
                _ => "have ended",
            };
            return $"item {Place(alike.First().GroupIndex)}{others} {doing}";
        });
        Fault = new KernelFaultException(
            $"{Launch}, group {Place(Launch.Shape.Grid.At(Group))}: a {what} that not all items reach: {string.Join(", ", states)}.");
        Release(_items);
    }

    private string DescribeGlobal(byte* address, int elementSize)
    {
        foreach (Tensor tensor in Launch.Operands)
        {
            long offset = (nint)address - tensor.HostAddress;
            if (offset >= 0 && offset < tensor.Bytes) return $"element {offset / elementSize} of the tensor '{tensor.Name}' in global memory";
        }

        return "global memory";
    }

    private string NameOf(int group, int item)
    {
        if (!_items[item].InGroup) return $"item {group}";
        return $"item {Place(_items[item].GroupIndex)} of group {Place(Launch.Shape.Grid.At(group))}";
    }

    private static string Place(Extent index) => $"({index.X}, {index.Y}, {index.Z})";

    private static string Verb(AccessKind kind, string read, string write, string atomic) =>
        kind switch { AccessKind.Read => read, AccessKind.Write => write, _ => atomic };
}
