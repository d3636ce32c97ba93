using System.Runtime.CompilerServices;
using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Cuda;

/// <summary>A launch with its kernel. Its arguments stay the same until a tensor moves.</summary>
internal sealed unsafe class CudaLaunch : IKernelArguments
{
    private static readonly int[] s_itemGroups = [256, 128, 64];

    private readonly CudaDevice _device;
    private readonly CudaKernel _kernel;
    private readonly Launch _launch;
    private readonly Extent _grid, _group;
    private readonly uint _sharedBytes;
    private readonly ulong[] _places; // of the operands
    private readonly List<ulong> _passed = [];
    private ulong[] _values = []; // an argument in each, from its lowest byte on
    private nint[] _parameters = []; // their addresses, and a 0

    public CudaLaunch(CudaDevice device, Launch launch, CudaKernel kernel)
    {
        _device = device;
        _launch = launch;
        _kernel = kernel;
        _places = new ulong[launch.Operands.Count];
        _group = launch.OverItems ? new(ItemsOfGroup()) : launch.Shape.Group;
        _grid = launch.OverItems ? new((launch.Shape.Grid.Count - 1) / _group.X + 1) : launch.Shape.Grid;
        _sharedBytes = checked(sizeof(float) * (uint)launch.Shape.DynamicShared);
        RequireRoom();
        kernel.GrantShared((int)_sharedBytes);
    }

    /// <summary>Sets the arguments if a tensor has moved, or on the first run.</summary>
    /// <returns>Whether they have changed.</returns>
    public bool PassArguments()
    {
        if (!HasMoved() && _parameters.Length > 0) return false;
        _parameters = [];
        _passed.Clear();
        if (_launch.OverItems) Pass(_launch.Shape.Grid.Count);
        _launch.PassArguments(this);
        _values = GC.AllocateUninitializedArray<ulong>(_passed.Count, pinned: true);
        _passed.CopyTo(_values);
        nint[] parameters = GC.AllocateArray<nint>(_values.Length + 1, pinned: true);
        for (int i = 0; i < _values.Length; i++) parameters[i] = (nint)Unsafe.AsPointer(ref _values[i]);
        _parameters = parameters;
        return true;
    }

    /// <summary>Enqueues the kernel in a stream.</summary>
    public void Enqueue(CudaDriver cu, nint stream)
    {
        fixed (nint* parameters = _parameters)
        {
            int code = cu.cuLaunchKernel(
                _kernel.Function, (uint)_grid.X, (uint)_grid.Y, (uint)_grid.Z, (uint)_group.X, (uint)_group.Y, (uint)_group.Z, _sharedBytes, stream,
                (void**)parameters, null);
            if (code != CudaError.Success) cu.Check(code, $"{_launch}: cuLaunchKernel of {Text(_grid)} groups of {Text(_group)} items");
        }
    }

    /// <summary>Waits for the kernel, and names it if it fails.</summary>
    public void Finish(CudaDriver cu, nint stream)
    {
        int code = cu.cuStreamSynchronize(stream);
        if (code != CudaError.Success) throw new CudaKernelException(cu, code, _launch.ToString());
    }

    public void Pass(Tensor tensor) => _passed.Add(AddressOf(tensor));

    public void Pass<T>(T value) where T : unmanaged
    {
        ulong slot = 0;
        Unsafe.WriteUnaligned(&slot, value);
        _passed.Add(slot);
    }

    private static string Text(Extent extent) => $"{extent.X}x{extent.Y}x{extent.Z}";

    private bool HasMoved()
    {
        bool moved = false;
        for (int i = 0; i < _places.Length; i++)
        {
            ulong place = AddressOf(_launch.Operands[i]);
            moved |= _places[i] != place;
            _places[i] = place;
        }

        return moved;
    }

    private ulong AddressOf(Tensor tensor) => tensor.Placed is CudaBuffer { Address: not 0 } buffer && buffer.Device == _device
        ? buffer.Address + (ulong)tensor.Offset
        : throw new InvalidOperationException($"The tensor '{tensor.Name}' of {_launch} is not in the memory of {_device.Name}.");

    /// <summary>Large groups have less overhead; with few items, small groups give work to every multiprocessor.</summary>
    private int ItemsOfGroup()
    {
        int items = _launch.Shape.Grid.Count;
        int suited = Array.Find(s_itemGroups, group => items / group >= _device.Info.Multiprocessors);
        return Math.Min(suited > 0 ? suited : s_itemGroups[^1], _kernel.MostThreads);
    }

    private void RequireRoom()
    {
        const int mostAlongYZ = 65535, mostGroupZ = 64;
        if (_grid.Y > mostAlongYZ || _grid.Z > mostAlongYZ)
            throw new CudaException($"{_launch} has a grid of {Text(_grid)} groups; CUDA has at most {mostAlongYZ} along y and z.");
        if ((long)_group.X * _group.Y * _group.Z > _kernel.MostThreads || _group.Z > mostGroupZ)
            throw new CudaException($"{_launch} has groups of {Text(_group)} items; {_device.Name} ({_device.Info}) can run at most "
                + $"{_kernel.MostThreads} of this kernel, {mostGroupZ} along z.");
        if (_kernel.StaticSharedBytes + _sharedBytes > _device.Info.SharedBytes)
            throw new CudaException($"{_launch} asks for {_kernel.StaticSharedBytes} and {_sharedBytes} bytes of shared memory; "
                + $"a group of {_device.Name} ({_device.Info}) has {_device.Info.SharedBytes}.");
    }
}
