using LiVOS.Runtime.Registry;

namespace LiVOS.Runtime.Cuda;

/// <summary>Finds the CUDA devices.</summary>
public sealed class CudaProvider : IDeviceProvider
{
    internal const string KindName = "cuda";
    internal const string KindTitle = "CUDA";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public string Title => KindTitle;

    /// <inheritdoc/>
    public FoundDevices Find()
    {
        var found = CudaDevices.Find();
        return new(found.All, found.WhyNone);
    }
}
