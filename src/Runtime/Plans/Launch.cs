using LiVOS.Runtime.Language;

namespace LiVOS.Runtime;

/// <summary>One kernel with its arguments, ready to run: the base of the descriptors that the kernel compiler writes.</summary>
public abstract class Launch
{
    /// <summary>Creates a launch.</summary>
    /// <param name="kernel">The kernel's name, with its class.</param>
    /// <param name="shape">The number of groups, and of items in each.</param>
    /// <param name="vectorizedExtent">The extent that the vector width must divide (a channel count); 0 for a kernel without vectors.</param>
    /// <param name="operands">Every tensor that the kernel reads or writes.</param>
    protected Launch(string kernel, LaunchShape shape, int vectorizedExtent, params Tensor[] operands)
    {
        if (shape.Grid is not { X: > 0, Y: > 0, Z: > 0 } || shape.Group is not { X: > 0, Y: > 0, Z: > 0 })
            throw new ArgumentException($"{kernel} is launched with an empty grid or group.");
        Kernel = kernel;
        Shape = shape;
        VectorizedExtent = vectorizedExtent;
        Operands = operands;
    }

    /// <summary>The kernel's name, with its class.</summary>
    public string Kernel { get; }

    /// <summary>The number of groups, and of items in each.</summary>
    public LaunchShape Shape { get; }

    /// <summary>The extent that the vector width must divide; 0 for a kernel without vectors.</summary>
    public int VectorizedExtent { get; }

    /// <summary>Every tensor that the kernel reads or writes.</summary>
    public IReadOnlyList<Tensor> Operands { get; }

    /// <summary>Whether the kernel is implicitly grouped: the grid counts items, and a device may choose the size of groups.</summary>
    public bool OverItems { get; init; }

    /// <summary>Whether the kernel uses dynamic shared memory (<see cref="LaunchShape.DynamicShared"/>).</summary>
    public bool TakesDynamicShared { get; init; }

    /// <summary>The layer that this launch computes, for reports.</summary>
    public string Layer { get; internal set; } = "";

    /// <summary>The floating-point operations of the layer's plain definition (a multiply-add counts 2); 0 if not counted.</summary>
    public long FloatingOperations { get; init; }

    /// <summary>The widest vector up to <paramref name="widest"/> lanes whose width divides <paramref name="channels"/>.</summary>
    public static int WidthFor(int widest, int channels)
    {
        int width = widest;
        while (width > 1 && (channels % width != 0 || width == 2)) width /= 2;
        return width;
    }

    /// <summary>Runs groups <paramref name="from"/> up to, not including, <paramref name="to"/> on this thread.</summary>
    public abstract void Run(int width, int from, int to);

    /// <summary>
    /// The kernel as a program in OpenCL C (UTF-8) with one kernel in it, which has the method's name; empty where there is none. Its arguments
    /// are, for an implicitly grouped kernel, the number of items (int); then those of <see cref="PassArguments"/>; then, if <see cref="TakesDynamicShared"/>,
    /// the shared memory.
    /// </summary>
    /// <param name="width">The lanes of a vector: 16, 8, 4 or 1; ignored for a kernel without vectors.</param>
    public virtual ReadOnlySpan<byte> OpenClC(int width) => default;

    /// <summary>
    /// The kernel as a module in PTX (UTF-8) with one entry in it, which has the method's name; empty where there is none. Its arguments are,
    /// for an implicitly grouped kernel, the number of items (.s32); then those of <see cref="PassArguments"/>, each of its own size. Groups are thread
    /// blocks; an implicitly grouped kernel numbers its items along x, in blocks of any size. The launch adds the dynamic shared memory:
    /// 4 bytes for each of <see cref="LaunchShape.DynamicShared"/>.
    /// </summary>
    /// <param name="width">The lanes of a vector: 4 or 1, others have no text; ignored for a kernel without vectors.</param>
    public virtual ReadOnlySpan<byte> Ptx(int width) => default;

    /// <summary>Passes the arguments in the order in which compiled kernels take them. In OpenCL C tensors take two: their buffer, and the
    /// number of the buffer's elements before the first (long); in PTX they take one: their first element's address (.u64). Structs are
    /// scalarized into their fields, in order; a bool is the int 0 or 1.</summary>
    public virtual void PassArguments(IKernelArguments arguments) =>
        throw new NotSupportedException($"{Kernel} has no device code; it runs on the CPU device only.");

    /// <summary>Sets this thread's context to the group.</summary>
    protected void BeginGroup(int group)
    {
        KernelContext context = KernelContext.Current;
        context.GridSize = Shape.Grid;
        context.GridIndex = Shape.Grid.At(group);
        context.GroupSize = Shape.Group;
        context.DynamicLength = Shape.DynamicShared;
        context.BeginGroup();
    }

    /// <inheritdoc/>
    public override string ToString() => Layer.Length > 0 ? $"{Layer} ({Kernel})" : Kernel;
}
