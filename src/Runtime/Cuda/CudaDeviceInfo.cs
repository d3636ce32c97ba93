using System.Text;

namespace LiVOS.Runtime.Cuda;

/// <summary>The properties of a CUDA device.</summary>
public sealed unsafe class CudaDeviceInfo : DeviceInfo
{
    private const int LeastCapability = 70; // .target of the compiled kernels

    private readonly CudaDriver _driver;

    internal CudaDeviceInfo(CudaDriver driver, int index, Version driverVersion)
    {
        const int sharedOptIn = 97, clock = 13, multiprocessors = 16, memoryClock = 36, busWidth = 37, cache = 38, major = 75, minor = 76;
        _driver = driver;
        driver.Check(driver.cuDeviceGet(out int handle, index), $"cuDeviceGet({index})");
        Handle = handle;
        Index = index;
        DriverVersion = driverVersion;
        ProductName = NameOf(handle);
        driver.Check(driver.cuDeviceTotalMem_v2(out nuint bytes, handle), "cuDeviceTotalMem");
        MemoryBytes = (long)bytes;
        ComputeCapability = new(Attribute(major), Attribute(minor));
        Multiprocessors = Attribute(multiprocessors);
        SharedBytes = Attribute(sharedOptIn);
        ClockHertz = 1000.0 * Attribute(clock, otherwise: 0);
        CacheBytes = Attribute(cache, otherwise: 0);
        MemoryBytesPerSecond = 2 * 1000.0 * Attribute(memoryClock, otherwise: 0) * Attribute(busWidth, otherwise: 0) / 8;
        WhyUnusable = FindWhyUnusable();
    }

    /// <summary>Its index among the machine's CUDA devices, from 0.</summary>
    public int Index { get; }

    /// <inheritdoc/>
    public override string Name => $"{CudaProvider.KindName}:{Index}";

    /// <inheritdoc/>
    public override string Description => $"{this}, {Multiprocessors} multiprocessors";

    /// <inheritdoc/>
    public override DeviceKind Kind => DeviceKind.Gpu;

    /// <inheritdoc/>
    public override int Parallelism => Multiprocessors;

    /// <inheritdoc/>
    public override int VectorWidth => new CudaOptions().VectorWidth;

    /// <inheritdoc/>
    public override string Driver => $"CUDA {DriverVersion}";

    /// <summary>Its product name.</summary>
    public string ProductName { get; }

    /// <summary>Its compute capability; 8.0 and above has all tensor core operations that kernels use.</summary>
    public Version ComputeCapability { get; }

    /// <summary>The number of multiprocessors; each runs one or more groups at a time.</summary>
    public int Multiprocessors { get; }

    /// <inheritdoc/>
    public override long MemoryBytes { get; }

    /// <summary>The most shared memory of a group.</summary>
    public int SharedBytes { get; }

    /// <summary>The clock of its multiprocessors; 0 if unknown.</summary>
    public double ClockHertz { get; }

    /// <summary>The memory bandwidth in bytes per second, from clock and bus width; 0 if unknown.</summary>
    public double MemoryBytesPerSecond { get; }

    /// <summary>The size of the L2 cache; 0 if unknown.</summary>
    public int CacheBytes { get; }

    /// <summary>The CUDA version of the driver, for example 12.4.</summary>
    public Version DriverVersion { get; }

    /// <inheritdoc/>
    public override string? WhyUnusable { get; }

    internal CudaDriver DriverApi => _driver;

    internal int Handle { get; }

    /// <summary>The capability as one number, such as 80.</summary>
    internal int Capability => 10 * ComputeCapability.Major + ComputeCapability.Minor;

    /// <inheritdoc/>
    public override bool Supports(Schedule schedule) => schedule == Schedule.Gpu;

    /// <inheritdoc/>
    protected override Device OpenSupported(DeviceSettings settings) => new CudaDevice(this, new CudaOptions { Progress = settings.Progress });

    /// <inheritdoc/>
    public override string ToString() => $"{ProductName}, compute capability {ComputeCapability}";

    private string NameOf(int handle)
    {
        Span<byte> name = stackalloc byte[256];
        fixed (byte* to = name) _driver.Check(_driver.cuDeviceGetName(to, name.Length, handle), "cuDeviceGetName");
        return Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]);
    }

    private int Attribute(int attribute)
    {
        _driver.Check(_driver.cuDeviceGetAttribute(out int value, attribute, Handle), $"cuDeviceGetAttribute of {attribute}");
        return value;
    }

    private int Attribute(int attribute, int otherwise) =>
        _driver.cuDeviceGetAttribute(out int value, attribute, Handle) == CudaError.Success ? value : otherwise;

    private string? FindWhyUnusable()
    {
        const int computeMode = 20, prohibited = 2;
        if (Capability < LeastCapability)
            return $"its compute capability is {ComputeCapability}, but {LeastCapability / 10}.{LeastCapability % 10} (Volta) is needed";
        return Attribute(computeMode, otherwise: 0) == prohibited ? "its compute mode is set to 'prohibited'" : null;
    }
}
