using System.Text;

namespace LiVOS.Runtime.Cuda;

/// <summary>A CUDA device as it describes itself.</summary>
public sealed unsafe class CudaDeviceInfo
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

    /// <summary>Its number among the machine's CUDA devices, from 0.</summary>
    public int Index { get; }

    /// <summary>How the command line names it.</summary>
    public string Name => $"cuda:{Index}";

    /// <summary>What its maker calls it.</summary>
    public string ProductName { get; }

    /// <summary>What its multiprocessors can: 8.0 and above have matrix products of every kind that is used here.</summary>
    public Version ComputeCapability { get; }

    /// <summary>How many multiprocessors it has; each works on one or more groups at a time.</summary>
    public int Multiprocessors { get; }

    /// <summary>Its memory.</summary>
    public long MemoryBytes { get; }

    /// <summary>The most shared memory that a group can have.</summary>
    public int SharedBytes { get; }

    /// <summary>The clock of its multiprocessors; 0 where the driver does not tell it.</summary>
    public double ClockHertz { get; }

    /// <summary>The bytes that its memory can give or take in a second, by its clock and width; 0 where the driver does not tell them.</summary>
    public double MemoryBytesPerSecond { get; }

    /// <summary>The cache that all multiprocessors share; 0 where the driver does not tell it.</summary>
    public int CacheBytes { get; }

    /// <summary>The version of CUDA that the driver brings, for example 12.4.</summary>
    public Version DriverVersion { get; }

    /// <summary>Why it cannot run this project's kernels; null where it can.</summary>
    public string? WhyUnusable { get; }

    internal CudaDriver Driver => _driver;

    internal int Handle { get; }

    /// <summary>The capability as one number, such as 80.</summary>
    internal int Capability => 10 * ComputeCapability.Major + ComputeCapability.Minor;

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
