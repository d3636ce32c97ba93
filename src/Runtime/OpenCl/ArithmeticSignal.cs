using System.Runtime.InteropServices;

namespace LiVOS.Runtime.OpenCl;

/// <summary>
/// Saves the process's SIGFPE handler and restores it on disposal. PoCL installs its own, which skips integer divisions by zero: C# would
/// no longer throw <see cref="DivideByZeroException"/>.
/// </summary>
internal readonly unsafe partial struct ArithmeticSignal : IDisposable
{
    private const int Signal = 8;       // of Linux and macOS alike
    private const int HandlerBytes = 512; // more than any system's struct sigaction has

    private readonly byte[]? _handler;

    public ArithmeticSignal()
    {
        if (OperatingSystem.IsWindows()) return;
        byte[] handler = new byte[HandlerBytes];
        fixed (byte* old = handler)
            if (SetHandler(Signal, null, old) == 0) _handler = handler;
    }

    public void Dispose()
    {
        fixed (byte* handler = _handler)
            if (handler is not null) _ = SetHandler(Signal, handler, null);
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int SetHandler(int signal, byte* handler, byte* old);
}
