using LiVOS.Runtime.Language;
using static LiVOS.Runtime.OpenCl.OpenClException;
using static LiVOS.Runtime.OpenCl.OpenClLibrary;

namespace LiVOS.Runtime.OpenCl;

/// <summary>A launch with its own kernel object, whose arguments stay set from run to run.</summary>
internal sealed unsafe class LaunchKernel : IKernelArguments, IDisposable
{
    private readonly OpenClDevice _device;
    private readonly WorkSize _size;
    private readonly (OpenClMemory? Memory, long Offset)[] _passed;
    private readonly Launch _launch;
    private nint _kernel;
    private uint _next;
    private bool _allSet;

    public LaunchKernel(OpenClDevice device, Launch launch, OpenClProgram program)
    {
        _device = device;
        _launch = launch;
        Program = program;
        _passed = new (OpenClMemory?, long)[launch.Operands.Count];
        _kernel = Created(
            clCreateKernel(program.Handle, program.Source.Function, out int error), error, $"clCreateKernel(\"{program.Source.Function}\")");
        _size = WorkSize.Of(launch, device, LargestGroup());
    }

    ~LaunchKernel() => Free();

    /// <summary>The kernel's program.</summary>
    public OpenClProgram Program { get; }

    /// <summary>Sets the arguments if a tensor has moved, or on the first run.</summary>
    public void PassArguments()
    {
        if (!HasMoved() && _allSet) return;
        _allSet = false;
        _next = 0;
        if (_launch.OverItems) Pass(_launch.Shape.Grid.Count);
        _launch.PassArguments(this);
        if (_launch.TakesDynamicShared) Set((nuint)Math.Max(1, _launch.Shape.DynamicShared) * sizeof(float), null);
        _allSet = true;
    }

    /// <summary>Enqueues the kernel.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="done">Receives its event; null for no event.</param>
    public void Enqueue(nint queue, nint* done)
    {
        nuint* items = stackalloc nuint[] { (nuint)_size.Items.X, (nuint)_size.Items.Y, (nuint)_size.Items.Z };
        nuint* group = stackalloc nuint[] { (nuint)_size.Group.X, (nuint)_size.Group.Y, (nuint)_size.Group.Z };
        int code = clEnqueueNDRangeKernel(queue, _kernel, 3, null, items, group, 0, null, done);
        if (code != OpenClError.Success)
            throw new OpenClException(code, $"{_launch}: clEnqueueNDRangeKernel of {Text(_size.Items)} items in groups of {Text(_size.Group)}");
    }

    public void Pass(Tensor tensor)
    {
        Set((nuint)sizeof(nint), MemoryOf(tensor).Handle);
        Pass(tensor.Offset / (tensor.Bytes / tensor.Shape.Length));
    }

    public void Pass<T>(T value) where T : unmanaged => Set((nuint)sizeof(T), &value);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static string Text(Extent extent) => $"{extent.X}x{extent.Y}x{extent.Z}";

    private bool HasMoved()
    {
        bool moved = false;
        for (int i = 0; i < _passed.Length; i++)
        {
            Tensor tensor = _launch.Operands[i];
            (OpenClMemory, long) place = (MemoryOf(tensor), tensor.Offset);
            moved |= _passed[i] != place;
            _passed[i] = place;
        }

        return moved;
    }

    private OpenClMemory MemoryOf(Tensor tensor) => tensor.Placed is OpenClBuffer { Memory: OpenClMemory memory } buffer && buffer.Device == _device
        ? memory
        : throw new InvalidOperationException($"The tensor '{tensor.Name}' of {_launch} is not in the memory of {_device.Name}.");

    private void Set(nuint size, nint value) => Set(size, &value);

    private void Set(nuint size, void* value)
    {
        uint index = _next++;
        int code = clSetKernelArg(_kernel, index, size, value);
        if (code != OpenClError.Success) throw new OpenClException(code, $"{_launch}: clSetKernelArg of argument {index}, {size} bytes,");
    }

    /// <summary>A kernel that needs many registers may be limited to smaller groups.</summary>
    private long LargestGroup()
    {
        const uint groupSize = 0x11B0;
        nuint most;
        Check(clGetKernelWorkGroupInfo(_kernel, _device.Info.Handle, groupSize, (nuint)sizeof(nuint), &most, null));
        return Math.Min((long)most, _device.Info.MaxGroup);
    }

    private void Free()
    {
        if (_kernel != 0) clReleaseKernel(_kernel);
        _kernel = 0;
    }
}
