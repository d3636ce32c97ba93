namespace LiVOS.Runtime.Cuda;

/// <summary>A CUDA driver call failed, or a device cannot do what was requested. The message names the call and the driver's error.</summary>
public class CudaException : DeviceException
{
    /// <summary>A device cannot do what was requested.</summary>
    /// <param name="message">The reason.</param>
    public CudaException(string message) : base(CudaProvider.KindTitle, message)
    {
    }

    private protected CudaException(string message, int code) : base(CudaProvider.KindTitle, message) => Code = code;

    internal CudaException(CudaDriver driver, int code, string call, string details = "")
        : base(CudaProvider.KindTitle, TextOf(driver, code, call) + details) => Code = code;

    /// <summary>The driver's code for the error; 0 where no call failed.</summary>
    public int Code { get; }

    private static string TextOf(CudaDriver driver, int code, string call)
    {
        string function = call.StartsWith("cu.", StringComparison.Ordinal) ? call[3..] : call; // the driver's variable in checked calls
        string description = driver.DescriptionOf(code) is string text ? $": {text}" : "";
        return $"{function} failed: {driver.NameOf(code)} ({code}){description}";
    }
}

/// <summary>The driver cannot compile a kernel.</summary>
public sealed class CudaBuildException : CudaException
{
    internal CudaBuildException(CudaDriver driver, int code, string kernel, string log)
        : base(driver, code, $"Compiling the kernel {kernel}", $"{Environment.NewLine}{log}") => (Kernel, Log) = (kernel, log);

    /// <summary>The kernel's name.</summary>
    public string Kernel { get; }

    /// <summary>The log of the driver's compiler.</summary>
    public string Log { get; }
}

/// <summary>A kernel failed on the device. The driver does no more work for this process.</summary>
public sealed class CudaKernelException : CudaException
{
    internal CudaKernelException(CudaDriver driver, int code, string launch) : base(driver, code, launch)
    {
    }

    internal CudaKernelException(CudaException error) : base(
        $"An earlier kernel failed ({error.Message}). Kernels run asynchronously: "
        + $"with {CudaOptions.SynchronousVariable}=1 in the environment each launch is synchronous, and the error names it.", error.Code)
    {
    }
}
