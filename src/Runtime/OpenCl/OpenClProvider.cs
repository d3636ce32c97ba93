using LiVOS.Runtime.Registry;

namespace LiVOS.Runtime.OpenCl;

/// <summary>Finds the OpenCL devices.</summary>
public sealed class OpenClProvider : IDeviceProvider
{
    internal const string KindName = "opencl";
    internal const string KindTitle = "OpenCL";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public string Title => KindTitle;

    /// <inheritdoc/>
    public FoundDevices Find()
    {
        var found = OpenClDevices.Find();
        return new(found.All, found.WhyNone);
    }
}
