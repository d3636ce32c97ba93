namespace LiVOS.Runtime.Cuda;

/// <summary>The driver's error codes that the code distinguishes. The driver has the names of all of them.</summary>
internal static class CudaError
{
    public const int Success = 0;
    public const int InvalidValue = 1;
    public const int OutOfMemory = 2;
    public const int NoDevice = 100;
    public const int InvalidImage = 200;
    public const int InvalidContext = 201;
    public const int InvalidPtx = 218;
    public const int InvalidHandle = 400;
    public const int NotFound = 500;
    public const int IllegalAddress = 700;

    private const int UncorrectableMemory = 214, UncorrectableLink = 220;
    private const int Timeout = 702, Assertion = 710, HardwareStack = 714, LaunchFailed = 719;

    /// <summary>Whether a kernel caused the error. Any later call may report it, and the device does no more work for this process.</summary>
    public static bool IsOfKernel(int code) =>
        code is UncorrectableMemory or UncorrectableLink or IllegalAddress or Timeout or Assertion or (>= HardwareStack and <= LaunchFailed);
}
