using System.IO.Hashing;

namespace LiVOS.Runtime.OpenCl;

/// <summary>A program's text.</summary>
/// <param name="Kernel">The name of the kernel in it, with its class.</param>
/// <param name="Text">OpenCL C in UTF-8.</param>
internal sealed record ProgramSource(string Kernel, byte[] Text)
{
    /// <summary>What tells texts apart.</summary>
    public UInt128 Hash { get; } = XxHash128.HashToUInt128(Text);

    /// <summary>The kernel's name in the text: that of the method, without its class.</summary>
    public string Function => Kernel[(Kernel.LastIndexOf('.') + 1)..];

    /// <summary>The program of a launch.</summary>
    /// <param name="launch">The launch.</param>
    /// <param name="vectorWidth">The device's vector width.</param>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static ProgramSource Of(Launch launch, int vectorWidth)
    {
        ReadOnlySpan<byte> text = launch.OpenClC(Launch.WidthFor(vectorWidth, launch.WidthDivides));
        return text.IsEmpty
            ? throw new NotSupportedException(launch.Ptx(width: 1).IsEmpty
                ? $"{launch} has no OpenCL C: it runs on the device cpu only."
                : $"{launch} has no OpenCL C, which knows no tensor cores and asynchronous copies: it runs on devices that take PTX.")
            : new ProgramSource(launch.Kernel, text.ToArray());
    }
}
