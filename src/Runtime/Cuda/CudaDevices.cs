namespace LiVOS.Runtime.Cuda;

/// <summary>The CUDA devices of this machine.</summary>
/// <param name="All">All devices, including unusable ones.</param>
/// <param name="WhyNone">The reason why there is no device; null if there is one.</param>
public sealed record CudaDevices(IReadOnlyList<CudaDeviceInfo> All, string? WhyNone)
{
    private static readonly Version s_leastVersion = new(11, 0); // brings PTX 7.0, and the calls that are made here

    /// <summary>The devices that can run this project's kernels.</summary>
    public IEnumerable<CudaDeviceInfo> Usable => All.Where(device => device.WhyUnusable is null);

    /// <summary>Finds the devices. A missing, broken or outdated driver counts as no devices.</summary>
    public static CudaDevices Find() => Find(CudaLibrary.UsualNames);

    internal static CudaDevices Find(IReadOnlyList<string> libraryNames) => CudaLibrary.TryLoad(libraryNames)
        ? Find(new LibCuda())
        : None($"no CUDA library ({string.Join(", ", libraryNames)}); install NVIDIA's display driver");

    internal static CudaDevices Find(CudaDriver cu)
    {
        try
        {
            cu.Check(cu.cuDriverGetVersion(out int number), "cuDriverGetVersion");
            var version = new Version(number / 1000, number % 1000 / 10); // 12040 is 12.4
            if (version < s_leastVersion)
            {
                return None($"NVIDIA's driver is too old: it brings CUDA {version}, but {s_leastVersion} is needed; "
                    + "install driver 450 or a newer one");
            }

            int code = cu.cuInit(0);
            if (code == CudaError.NoDevice) return None("NVIDIA's driver reports no device");
            cu.Check(code, "cuInit");
            cu.Check(cu.cuDeviceGetCount(out int count), "cuDeviceGetCount");
            CudaDeviceInfo[] found = [.. Enumerable.Range(0, count).Select(index => new CudaDeviceInfo(cu, index, version))];
            return found.Length > 0 ? new(found, WhyNone: null) : None("NVIDIA's driver reports no device");
        }
        catch (Exception error) when (error is CudaException or EntryPointNotFoundException)
        {
            return None($"NVIDIA's driver does not work ({error.Message}); install it again, and restart the machine after an update");
        }
    }

    private static CudaDevices None(string why) => new([], why);
}
