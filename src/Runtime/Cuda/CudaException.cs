namespace LiVOS.Runtime.Cuda;

/// <summary>A call of NVIDIA's driver failed, or a device cannot do what it is asked: says which call, and the driver's name for the error.</summary>
public class CudaException : Exception
{
    /// <summary>A device cannot do what it is asked.</summary>
    /// <param name="message">What it cannot do.</param>
    public CudaException(string message) : base(message)
    {
    }

    private protected CudaException(string message, int code) : base(message) => Code = code;

    internal CudaException(CudaDriver driver, int code, string call, string details = "") : base(TextOf(driver, code, call) + details) => Code = code;

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

    /// <summary>What the driver's compiler said.</summary>
    public string Log { get; }
}

/// <summary>A kernel failed while the device ran it. The driver does no more for this process.</summary>
public sealed class CudaKernelException : CudaException
{
    internal CudaKernelException(CudaDriver driver, int code, string launch) : base(driver, code, launch)
    {
    }

    internal CudaKernelException(CudaException error) : base(
        $"A kernel that was launched before has failed ({error.Message}). Kernels run while the program goes on: "
        + $"with {CudaOptions.SynchronousVariable}=1 in the environment each launch is waited for, and the error names it.", error.Code)
    {
    }
}
