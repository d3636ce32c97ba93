using System.Runtime.CompilerServices;

namespace LiVOS.Runtime.OpenCl;

/// <summary>A call of OpenCL failed, or a device cannot do what it is asked: says which call, and OpenCL's name for the error.</summary>
public class OpenClException : Exception
{
    /// <summary>A device cannot do what it is asked.</summary>
    /// <param name="message">What it cannot do.</param>
    public OpenClException(string message) : base(message)
    {
    }

    /// <summary>A failed call.</summary>
    /// <param name="code">The code that it gave.</param>
    /// <param name="call">The call's text, or what it was to do.</param>
    public OpenClException(int code, string call) : this(code, call, details: "")
    {
    }

    private protected OpenClException(int code, string call, string details) : base($"{call} failed: {OpenClError.NameOf(code)} ({code}){details}") =>
        Code = code;

    /// <summary>OpenCL's code for the error; 0 where no call failed.</summary>
    public int Code { get; }

    /// <summary>Requires that a call went well.</summary>
    internal static void Check(int code, [CallerArgumentExpression(nameof(code))] string call = "")
    {
        if (code != OpenClError.Success) throw new OpenClException(code, call);
    }

    /// <summary>The object that a call made, where it went well.</summary>
    internal static nint Created(nint handle, int code, [CallerArgumentExpression(nameof(handle))] string call = "")
    {
        Check(code, call);
        return handle;
    }
}

/// <summary>The driver cannot compile a kernel.</summary>
/// <param name="code">The code of clBuildProgram.</param>
/// <param name="kernel">The kernel's name.</param>
/// <param name="log">What the driver's compiler said.</param>
public sealed class OpenClBuildException(int code, string kernel, string log)
    : OpenClException(code, $"Compiling the kernel {kernel}", $"{Environment.NewLine}{log}")
{
    /// <summary>The kernel's name.</summary>
    public string Kernel { get; } = kernel;

    /// <summary>What the driver's compiler said.</summary>
    public string Log { get; } = log;
}
