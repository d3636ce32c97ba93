namespace LiVOS.Runtime.OpenCl;

/// <summary>The OpenCL devices of this machine.</summary>
/// <param name="All">All devices, including unusable ones.</param>
/// <param name="WhyNone">The reason why there is no device; null if there is one.</param>
public sealed record OpenClDevices(IReadOnlyList<OpenClDeviceInfo> All, string? WhyNone)
{
    private const string HowToInstall = "install the graphics card's driver, or one for the processor, such as pocl-opencl-icd";

    /// <summary>The devices that can run this project's kernels.</summary>
    public IEnumerable<OpenClDeviceInfo> Usable => All.Where(device => device.WhyUnusable is null);

    /// <summary>Finds the devices. A missing or broken library counts as no devices.</summary>
    public static OpenClDevices Find() => Find(OpenClLibrary.UsualNames);

    internal static OpenClDevices Find(IReadOnlyList<string> libraryNames)
    {
        if (!OpenClLibrary.TryLoad(libraryNames)) return None($"no OpenCL library ({string.Join(", ", libraryNames)}); {HowToInstall}");
        using var signal = new ArithmeticSignal();
        List<OpenClDeviceInfo> found = [];
        string whyNone = $"the OpenCL library reports no device; {HowToInstall}";
        Try(() =>
        {
            foreach (nint platform in OpenClQuery.Platforms()) Try(() => AddDevices(platform));
        });
        return found.Count > 0 ? new(found, WhyNone: null) : None(whyNone);

        void AddDevices(nint platform)
        {
            foreach (nint device in OpenClQuery.Devices(platform)) found.Add(new OpenClDeviceInfo(found.Count, platform, device));
        }

        // A broken driver must not hide the others.
        void Try(Action look)
        {
            try
            {
                look();
            }
            catch (Exception error) when (error is OpenClException or EntryPointNotFoundException)
            {
                whyNone = $"an OpenCL driver does not work ({error.Message}); install it again";
            }
        }
    }

    private static OpenClDevices None(string why) => new([], why);
}
