using ILGPU;
using ILGPU.Runtime;
using LiVOS.Runtime;
using Extent = LiVOS.Runtime.Language.Extent;
using LaunchShape = LiVOS.Runtime.Language.LaunchShape;

namespace LiVOS.Ilgpu;

/// <summary>A launch with its compiled kernel. Its arguments stay the same until a tensor moves.</summary>
internal sealed class IlgpuLaunch
{
    private readonly IlgpuDevice _device;
    private readonly Launch _launch;
    private readonly CompiledKernel _kernel;
    private readonly (IlgpuBuffer? Buffer, int Version, long Offset)[] _places; // of the operands
    private object[] _arguments = []; // the extent, then those of the kernel

    public IlgpuLaunch(IlgpuDevice device, Launch launch, CompiledKernel kernel)
    {
        (_device, _launch, _kernel) = (device, launch, kernel);
        _places = new (IlgpuBuffer?, int, long)[launch.Operands.Count];
        RequireRoom();
    }

    /// <summary>Sets the arguments if a tensor has moved, or on the first run.</summary>
    public void PassArguments()
    {
        if (!HasMoved() && _arguments.Length > 0) return;
        _arguments = [Size(), .. new ArgumentReader(_device).Read(_launch, _kernel.ArgumentTypes)];
    }

    /// <summary>Enqueues the kernel.</summary>
    /// <exception cref="IlgpuException">The driver refuses, or the kernel fails at once.</exception>
    public void Enqueue(AcceleratorStream stream)
    {
        try
        {
            _kernel.Launch(stream, _arguments);
        }
        catch (Exception error) when (error is AcceleratorException or AggregateException)
        {
            throw IlgpuException.Of(_launch.ToString(), error);
        }
    }

    private object Size()
    {
        LaunchShape shape = _launch.Shape;
        if (_kernel.IsOverItems) return new Index1D(shape.Grid.Count);
        Index3D grid = new(shape.Grid.X, shape.Grid.Y, shape.Grid.Z), group = new(shape.Group.X, shape.Group.Y, shape.Group.Z);
        return shape.DynamicShared == 0
            ? new KernelConfig(grid, group)
            : new KernelConfig(grid, group, SharedMemoryConfig.RequestDynamic<float>(shape.DynamicShared));
    }

    private bool HasMoved()
    {
        bool moved = false;
        for (int i = 0; i < _places.Length; i++)
        {
            Tensor tensor = _launch.Operands[i];
            IlgpuBuffer buffer = _device.BufferOf(tensor);
            var place = (buffer, buffer.Version, tensor.Offset);
            moved |= _places[i] != place;
            _places[i] = place;
        }

        return moved;
    }

    private void RequireRoom()
    {
        Accelerator accelerator = _device.Accelerator;
        Extent group = _launch.Shape.Group;
        if (!_kernel.IsOverItems && (long)group.X * group.Y * group.Z > accelerator.MaxNumThreadsPerGroup)
            throw new IlgpuException($"{_launch} has groups of {group.X}x{group.Y}x{group.Z} items; {_device.Name} ({accelerator.Name}) has at most "
                + $"{accelerator.MaxNumThreadsPerGroup}.");
        if (_launch.Shape.DynamicShared > _device.SharedElements)
            throw new IlgpuException($"{_launch} asks for {_launch.Shape.DynamicShared} elements of shared memory; "
                + $"a group of {_device.Name} ({accelerator.Name}) has {_device.SharedElements}.");
    }
}
