namespace LiVOS.Runtime;

/// <summary>A recorded sequence of launches and the memory layout of its intermediate tensors. It is replayed for every frame and allocates nothing.</summary>
public sealed class Plan
{
    private readonly Launch[] _launches;

    internal Plan(Device device, Launch[] launches, ArenaLayout arena, IReadOnlyDictionary<string, Tensor<float>> captured)
    {
        Device = device;
        _launches = launches;
        Arena = arena;
        Captured = captured;
    }

    /// <summary>The device that the plan is for.</summary>
    public Device Device { get; }

    /// <summary>The launches, in order.</summary>
    public ReadOnlySpan<Launch> Launches => _launches;

    /// <summary>The layout of the intermediate tensors.</summary>
    public ArenaLayout Arena { get; }

    /// <summary>The captured tensors by name, readable after a run.</summary>
    public IReadOnlyDictionary<string, Tensor<float>> Captured { get; }

    /// <summary>Places the intermediate tensors in <paramref name="arena"/>, which grows if needed.
    /// Several plans may share it if they run one after another.</summary>
    public void Bind(DeviceBuffer arena)
    {
        arena.Reserve(Arena.Bytes);
        Arena.Place(arena);
    }

    /// <summary>Runs every launch. The device may still be running when this returns (<see cref="Runtime.Device.Run"/>).</summary>
    public void Run() => Device.Run(this);
}
