namespace LiVOS.Runtime.Language;

/// <summary>
/// The context of a running item: its indices and the implementation of the language's intrinsics. Each thread that runs kernels has one.
/// </summary>
internal abstract unsafe class KernelContext
{
    /// <summary>The size of a group's memory for arrays of <see cref="SharedMemory.Allocate{T}"/>.</summary>
    public const int StaticSharedBytes = 64 * 1024;

    [ThreadStatic]
    private static KernelContext? s_current;

    /// <summary>The context of the item that this thread runs.</summary>
    public static KernelContext Current
    {
        get => s_current ??= new HostContext();
        set => s_current = value;
    }

    public Extent GridIndex;
    public Extent GridSize = new(1);
    public Extent GroupIndex = new(0, 0, 0);
    public Extent GroupSize = new(1);
    public int DynamicLength;

    /// <summary>Starts the next group, with fresh shared memory.</summary>
    public virtual void BeginGroup()
    {
    }

    /// <summary>The next <paramref name="bytes"/> of the group's shared memory: every item of the group gets the same address.</summary>
    public abstract void* AllocateShared(int bytes);

    /// <summary>The group's dynamic shared memory, of <see cref="DynamicLength"/> elements.</summary>
    public abstract void* DynamicShared();

    /// <summary>Waits until every item of the group has reached source line <paramref name="line"/>.</summary>
    public abstract void Barrier(int line);

    /// <summary>The number of items that exchange values in <see cref="Shuffle"/>.</summary>
    public virtual int WarpSize => 1;

    /// <summary>The value that lane <paramref name="lane"/> of this item's warp gives; every lane must call.</summary>
    public virtual int Shuffle(int bits, int lane) => bits;

    /// <summary>Gathers a value from every item of the warp, in order; every lane must call this, at source line <paramref name="line"/>.</summary>
    public virtual void Exchange(ReadOnlySpan<uint> own, Span<uint> all, int line) =>
        throw new KernelFaultException("Tensor cores need warps of 32 items; this device has none.");

    /// <summary>Called for every access to consecutive elements while <see cref="KernelChecks.Enabled"/>.</summary>
    public virtual void OnAccess(byte* address, int count, int elementSize, AccessKind kind)
    {
    }

    /// <summary>The context of a kernel that is called as an ordinary method: a grid of one group of one item.</summary>
    private sealed class HostContext : KernelContext
    {
        public override void* AllocateShared(int bytes) => throw new KernelFaultException("Shared memory needs a launch: run the kernel on a device.");

        public override void* DynamicShared() => throw new KernelFaultException("Shared memory needs a launch: run the kernel on a device.");

        public override void Barrier(int line)
        {
        }
    }
}
