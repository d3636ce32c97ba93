using LiVOS.Runtime.Cuda;

namespace LiVOS.Testing.Cuda;

/// <summary>The CUDA device over the PTX emulator for lists of devices.</summary>
internal static class CudaUnderTest
{
    /// <summary>Its name in them, before the width of its vectors.</summary>
    public const string Name = "cuda";

    /// <summary>Opens it on a card of its own. It must be disposed.</summary>
    public static CudaDevice Open(int vectorWidth) => Open(new MockDriver(), new CudaOptions { VectorWidth = vectorWidth, CacheFolder = null });

    /// <summary>Opens it.</summary>
    public static CudaDevice Open(MockDriver driver, CudaOptions? options = null) =>
        new(CudaDevices.Find(driver).Usable.Single(), options ?? new CudaOptions { CacheFolder = null });
}
