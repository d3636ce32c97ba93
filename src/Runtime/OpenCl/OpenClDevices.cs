namespace LiVOS.Runtime.OpenCl;

/// <summary>The OpenCL devices of this machine.</summary>
/// <param name="All">Every device, also those that cannot be used.</param>
/// <param name="WhyNone">Why there is no device; null where there is one.</param>
public sealed record OpenClDevices(IReadOnlyList<OpenClDeviceInfo> All, string? WhyNone)
{
    private const string HowToInstall = "install the graphics card's driver, or one for the processor, such as pocl-opencl-icd";

    /// <summary>The devices that can run this project's kernels.</summary>
    public IEnumerable<OpenClDeviceInfo> Usable => All.Where(device => device.WhyUnusable is null);

    /// <summary>Looks for devices. A library that is missing or broken means that there are none.</summary>
    public static OpenClDevices Find() => Find(OpenClLibrary.UsualNames);

    internal static OpenClDevices Find(IReadOnlyList<string> libraryNames)
    {
        if (!OpenClLibrary.TryLoad(libraryNames)) return None($"no OpenCL library ({string.Join(", ", libraryNames)}); {HowToInstall}");
        using var signal = new ArithmeticSignal();
        List<OpenClDeviceInfo> found = [];
        string whyNone = $"the OpenCL library knows no device; {HowToInstall}";
        Try(() =>
        {
            foreach (nint platform in OpenClQuery.Platforms()) Try(() => AddDevices(platform));
        });
        return found.Count > 0 ? new(found, WhyNone: null) : None(whyNone);

        void AddDevices(nint platform)
        {
            foreach (nint device in OpenClQuery.Devices(platform)) found.Add(new OpenClDeviceInfo(found.Count, platform, device));
        }

        // One driver that is broken must not hide the others.
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
