using LiVOS.Runtime.Cpu;

namespace LiVOS.Runtime.OpenCl;

/// <summary>The properties of an OpenCL device.</summary>
public sealed class OpenClDeviceInfo : DeviceInfo
{
    private const ulong CpuKind = 1 << 1, GpuKind = 1 << 2;
    private const ulong CorrectDivision = 1 << 7;
    private static readonly int[] s_widths = [16, 8, 4];

    internal OpenClDeviceInfo(int index, nint platform, nint device)
    {
        ulong kind = OpenClQuery.Number<ulong>(device, OpenClQuery.DeviceType);
        Index = index;
        Handle = device;
        Platform = OpenClQuery.TextOfPlatform(platform, OpenClQuery.PlatformName);
        PlatformVersion = OpenClQuery.TextOfPlatform(platform, OpenClQuery.PlatformVersion);
        ProductName = OpenClQuery.Text(device, OpenClQuery.DeviceName);
        Kind = (kind & GpuKind) != 0 ? DeviceKind.Gpu : (kind & CpuKind) != 0 ? DeviceKind.Processor : DeviceKind.Accelerator;
        Version = OpenClQuery.Text(device, OpenClQuery.DeviceVersion);
        DriverVersion = OpenClQuery.Text(device, OpenClQuery.DriverVersion);
        Extensions = OpenClQuery.Text(device, OpenClQuery.DeviceExtensions).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ComputeUnits = OpenClQuery.Number<int>(device, OpenClQuery.DeviceComputeUnits);
        MemoryBytes = OpenClQuery.Number<long>(device, OpenClQuery.DeviceMemory);
        MaxAllocationBytes = OpenClQuery.Number<long>(device, OpenClQuery.DeviceMaxAllocation);
        LocalMemoryBytes = OpenClQuery.Number<long>(device, OpenClQuery.DeviceLocalMemory);
        MaxGroup = (long)OpenClQuery.Number<nuint>(device, OpenClQuery.DeviceMaxGroup);
        MaxItems = OpenClQuery.MaxItems(device);
        SharesHostMemory = Kind == DeviceKind.Processor || OpenClQuery.Number<int>(device, OpenClQuery.DeviceUnifiedMemory) != 0;
        DividesCorrectly = (OpenClQuery.Number<ulong>(device, OpenClQuery.DeviceFloatConfiguration) & CorrectDivision) != 0;
        VectorWidth = NaturalWidth(device);
        WhyUnusable = FindWhyUnusable(device);
    }

    /// <summary>Its index among the machine's OpenCL devices, from 0.</summary>
    public int Index { get; }

    /// <inheritdoc/>
    public override string Name => $"{OpenClProvider.KindName}:{Index}";

    /// <inheritdoc/>
    public override string Description => $"{ProductName}, {KindInWords} of {ComputeUnits} compute units, vectors of {VectorWidth} floats{Additions}";

    /// <summary>The driver's name.</summary>
    public string Platform { get; }

    /// <summary>The platform's version of the driver.</summary>
    public string PlatformVersion { get; }

    /// <summary>Its product name.</summary>
    public string ProductName { get; }

    /// <inheritdoc/>
    public override DeviceKind Kind { get; }

    /// <summary>The version of OpenCL, with the driver's additions.</summary>
    public string Version { get; }

    /// <summary>The driver's version.</summary>
    public string DriverVersion { get; }

    /// <summary>Its extensions.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>The number of its compute units.</summary>
    public int ComputeUnits { get; }

    /// <inheritdoc/>
    public override int Parallelism => Math.Max(1, ComputeUnits);

    /// <inheritdoc/>
    public override string Driver => $"{Platform} {DriverVersion}";

    /// <inheritdoc/>
    public override string Identity => $"{Name} {ProductName} {Platform} {PlatformVersion} {DriverVersion}";

    /// <inheritdoc/>
    public override long MemoryBytes { get; }

    /// <summary>Whether its memory is host memory.</summary>
    public bool SharesHostMemory { get; }

    /// <summary>The largest buffer that it guarantees.</summary>
    public long MaxAllocationBytes { get; }

    /// <summary>The shared (local) memory of a group.</summary>
    public long LocalMemoryBytes { get; }

    /// <summary>The most items in a group.</summary>
    public long MaxGroup { get; }

    /// <inheritdoc/>
    public override int VectorWidth { get; }

    /// <inheritdoc/>
    public override string? WhyUnusable { get; }

    internal nint Handle { get; }

    /// <summary>The most items in a group along each axis.</summary>
    internal nuint[] MaxItems { get; }

    /// <summary>Whether division and square root can be correctly rounded (IEEE 754).</summary>
    internal bool DividesCorrectly { get; }

    private string Additions =>
        (OpenClBuildOptions.WithWarps(this) is null ? "" : ", sub-groups") + (Extensions.Contains("cl_khr_fp16") ? ", arithmetic of halves" : "");

    private string KindInWords => Kind switch { DeviceKind.Processor => "a processor", DeviceKind.Gpu => "a GPU", _ => "an accelerator" };

    /// <inheritdoc/>
    public override bool Supports(Schedule schedule) => true;

    /// <inheritdoc/>
    protected override Device OpenSupported(DeviceSettings settings) =>
        new OpenClDevice(this, new OpenClOptions { Schedule = settings.Schedule, Progress = settings.Progress });

    /// <inheritdoc/>
    public override string ToString() => $"{ProductName} ({Platform})";

    /// <summary>CPUs report their vectors; GPUs are scalar and load 4 floats at a time.</summary>
    private int NaturalWidth(nint device)
    {
        if (Kind != DeviceKind.Processor) return 4;
        int native = OpenClQuery.Number<int>(device, OpenClQuery.DeviceNativeFloats);
        return native < 4 ? CpuDevice.WidestVector : s_widths.First(width => width <= native);
    }

    private string? FindWhyUnusable(nint device)
    {
        if (OpenClQuery.Number<int>(device, OpenClQuery.DeviceAvailable) == 0) return "its driver says that it is not available";
        if (OpenClQuery.Number<int>(device, OpenClQuery.DeviceCompilerAvailable) == 0) return "its driver has no compiler";
        return NumberOf(Version) >= new Version(1, 2) ? null : $"its driver offers {Version}, but OpenCL 1.2 is needed";
    }

    /// <summary>The number of a version, which reads "OpenCL 1.2 ..."; null where it does not.</summary>
    internal static Version? NumberOf(string version)
    {
        string[] words = version.Split(' ');
        return words.Length > 1 && System.Version.TryParse(words[1], out Version? number) ? number : null;
    }
}
