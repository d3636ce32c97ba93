using System.Runtime.CompilerServices;

namespace LiVOS.Runtime.OpenCl;

/// <summary>An OpenCL call failed, or a device cannot do what was requested. The message names the call and OpenCL's error.</summary>
public class OpenClException : DeviceException
{
    /// <summary>A device cannot do what was requested.</summary>
    /// <param name="message">The reason.</param>
    public OpenClException(string message) : base(OpenClProvider.KindTitle, message)
    {
    }

    /// <summary>A failed call.</summary>
    /// <param name="code">The error code.</param>
    /// <param name="call">The call's text, or its purpose.</param>
    public OpenClException(int code, string call) : this(code, call, details: "")
    {
    }

    private protected OpenClException(int code, string call, string details)
        : base(OpenClProvider.KindTitle, $"{call} failed: {OpenClError.NameOf(code)} ({code}){details}") => Code = code;

    /// <summary>OpenCL's code for the error; 0 where no call failed.</summary>
    public int Code { get; }

    /// <summary>Throws if a call failed.</summary>
    internal static void Check(int code, [CallerArgumentExpression(nameof(code))] string call = "")
    {
        if (code != OpenClError.Success) throw new OpenClException(code, call);
    }

    /// <summary>Returns the object that a call created; throws if it failed.</summary>
    internal static nint Created(nint handle, int code, [CallerArgumentExpression(nameof(handle))] string call = "")
    {
        Check(code, call);
        return handle;
    }
}

/// <summary>The driver cannot compile a kernel.</summary>
/// <param name="code">The error code of clBuildProgram.</param>
/// <param name="kernel">The kernel's name.</param>
/// <param name="log">The driver's build log.</param>
public sealed class OpenClBuildException(int code, string kernel, string log)
    : OpenClException(code, $"Compiling the kernel {kernel}", $"{Environment.NewLine}{log}")
{
    /// <summary>The kernel's name.</summary>
    public string Kernel { get; } = kernel;

    /// <summary>The driver's build log.</summary>
    public string Log { get; } = log;
}
