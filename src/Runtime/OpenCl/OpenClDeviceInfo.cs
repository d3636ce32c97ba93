using LiVOS.Runtime.Cpu;

namespace LiVOS.Runtime.OpenCl;

/// <summary>The kinds of OpenCL devices.</summary>
public enum OpenClDeviceKind
{
    /// <summary>A processor.</summary>
    Cpu,

    /// <summary>A graphics card.</summary>
    Gpu,

    /// <summary>Anything else: OpenCL calls it an accelerator.</summary>
    Accelerator,
}

/// <summary>An OpenCL device as it describes itself.</summary>
public sealed class OpenClDeviceInfo
{
    private const ulong CpuKind = 1 << 1, GpuKind = 1 << 2;
    private const ulong CorrectDivision = 1 << 7;
    private static readonly int[] Widths = [16, 8, 4];

    internal OpenClDeviceInfo(int index, nint platform, nint device)
    {
        ulong kind = OpenClQuery.Number<ulong>(device, OpenClQuery.DeviceType);
        Index = index;
        Handle = device;
        Platform = OpenClQuery.TextOfPlatform(platform, OpenClQuery.PlatformName);
        PlatformVersion = OpenClQuery.TextOfPlatform(platform, OpenClQuery.PlatformVersion);
        ProductName = OpenClQuery.Text(device, OpenClQuery.DeviceName);
        Kind = (kind & GpuKind) != 0 ? OpenClDeviceKind.Gpu : (kind & CpuKind) != 0 ? OpenClDeviceKind.Cpu : OpenClDeviceKind.Accelerator;
        Version = OpenClQuery.Text(device, OpenClQuery.DeviceVersion);
        DriverVersion = OpenClQuery.Text(device, OpenClQuery.DriverVersion);
        Extensions = OpenClQuery.Text(device, OpenClQuery.DeviceExtensions).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ComputeUnits = OpenClQuery.Number<int>(device, OpenClQuery.DeviceComputeUnits);
        MemoryBytes = OpenClQuery.Number<long>(device, OpenClQuery.DeviceMemory);
        MaxAllocationBytes = OpenClQuery.Number<long>(device, OpenClQuery.DeviceMaxAllocation);
        LocalMemoryBytes = OpenClQuery.Number<long>(device, OpenClQuery.DeviceLocalMemory);
        MaxGroup = (long)OpenClQuery.Number<nuint>(device, OpenClQuery.DeviceMaxGroup);
        MaxItems = OpenClQuery.MaxItems(device);
        SharesHostMemory = Kind == OpenClDeviceKind.Cpu || OpenClQuery.Number<int>(device, OpenClQuery.DeviceUnifiedMemory) != 0;
        DividesCorrectly = (OpenClQuery.Number<ulong>(device, OpenClQuery.DeviceFloatConfiguration) & CorrectDivision) != 0;
        VectorWidth = NaturalWidth(device);
        WhyUnusable = FindWhyUnusable(device);
    }

    /// <summary>Its number among the machine's OpenCL devices, from 0.</summary>
    public int Index { get; }

    /// <summary>How the command line names it.</summary>
    public string Name => $"opencl:{Index}";

    /// <summary>The driver's name.</summary>
    public string Platform { get; }

    /// <summary>The driver's version as the platform tells it.</summary>
    public string PlatformVersion { get; }

    /// <summary>What its maker calls it.</summary>
    public string ProductName { get; }

    /// <summary>What kind of device it is.</summary>
    public OpenClDeviceKind Kind { get; }

    /// <summary>The version of OpenCL, and what the driver adds to it.</summary>
    public string Version { get; }

    /// <summary>The driver's version.</summary>
    public string DriverVersion { get; }

    /// <summary>What it can beside what its version demands.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>How many groups it works on at a time.</summary>
    public int ComputeUnits { get; }

    /// <summary>Its memory.</summary>
    public long MemoryBytes { get; }

    /// <summary>Whether that is the machine's own.</summary>
    public bool SharesHostMemory { get; }

    /// <summary>The largest buffer that it promises.</summary>
    public long MaxAllocationBytes { get; }

    /// <summary>The shared memory of a group.</summary>
    public long LocalMemoryBytes { get; }

    /// <summary>The most items of a group.</summary>
    public long MaxGroup { get; }

    /// <summary>The lanes of the vectors that suit it.</summary>
    public int VectorWidth { get; }

    /// <summary>Why it cannot run this project's kernels; null where it can.</summary>
    public string? WhyUnusable { get; }

    internal nint Handle { get; }

    /// <summary>The most items of a group along each axis.</summary>
    internal nuint[] MaxItems { get; }

    /// <summary>Whether it can round quotients and roots as IEEE 754 has it.</summary>
    internal bool DividesCorrectly { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{ProductName} ({Platform})";

    /// <summary>Processors have the vectors they say they have; GPUs, which work on scalars, load 4 at a time.</summary>
    private int NaturalWidth(nint device)
    {
        if (Kind != OpenClDeviceKind.Cpu) return 4;
        int native = OpenClQuery.Number<int>(device, OpenClQuery.DeviceNativeFloats);
        return native < 4 ? CpuDevice.WidestVector : Widths.First(width => width <= native);
    }

    private string? FindWhyUnusable(nint device)
    {
        if (OpenClQuery.Number<int>(device, OpenClQuery.DeviceAvailable) == 0) return "its driver says that it is not available";
        if (OpenClQuery.Number<int>(device, OpenClQuery.DeviceCompilerAvailable) == 0) return "its driver has no compiler";
        return IsAtLeast12(Version) ? null : $"its driver offers {Version}, but OpenCL 1.2 is needed";
    }

    /// <summary>A version reads "OpenCL 1.2 ...".</summary>
    private static bool IsAtLeast12(string version)
    {
        string[] words = version.Split(' ');
        return words.Length > 1 && System.Version.TryParse(words[1], out Version? number) && number >= new Version(1, 2);
    }
}
