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

/// <summary>The properties of an OpenCL device.</summary>
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

    /// <summary>Its index among the machine's OpenCL devices, from 0.</summary>
    public int Index { get; }

    /// <summary>Its name on the command line.</summary>
    public string Name => $"opencl:{Index}";

    /// <summary>The driver's name.</summary>
    public string Platform { get; }

    /// <summary>The platform's version of the driver.</summary>
    public string PlatformVersion { get; }

    /// <summary>Its product name.</summary>
    public string ProductName { get; }

    /// <summary>The kind of device.</summary>
    public OpenClDeviceKind Kind { get; }

    /// <summary>The version of OpenCL, with the driver's additions.</summary>
    public string Version { get; }

    /// <summary>The driver's version.</summary>
    public string DriverVersion { get; }

    /// <summary>Its extensions.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>The number of its compute units.</summary>
    public int ComputeUnits { get; }

    /// <summary>The size of its memory.</summary>
    public long MemoryBytes { get; }

    /// <summary>Whether its memory is host memory.</summary>
    public bool SharesHostMemory { get; }

    /// <summary>The largest buffer that it guarantees.</summary>
    public long MaxAllocationBytes { get; }

    /// <summary>The shared (local) memory of a group.</summary>
    public long LocalMemoryBytes { get; }

    /// <summary>The most items in a group.</summary>
    public long MaxGroup { get; }

    /// <summary>The lanes of its preferred vectors.</summary>
    public int VectorWidth { get; }

    /// <summary>The reason why it cannot run this project's kernels; null if it can.</summary>
    public string? WhyUnusable { get; }

    internal nint Handle { get; }

    /// <summary>The most items in a group along each axis.</summary>
    internal nuint[] MaxItems { get; }

    /// <summary>Whether division and square root can be correctly rounded (IEEE 754).</summary>
    internal bool DividesCorrectly { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{ProductName} ({Platform})";

    /// <summary>CPUs report their vectors; GPUs are scalar and load 4 floats at a time.</summary>
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
