using System.IO.Hashing;

namespace LiVOS.Runtime;

/// <summary>A program's text, which a driver compiles.</summary>
/// <param name="Kernel">The name of the kernel in it, with its class.</param>
/// <param name="Text">OpenCL C or PTX in UTF-8.</param>
internal sealed record ProgramSource(string Kernel, byte[] Text)
{
    /// <summary>What tells texts apart.</summary>
    public UInt128 Hash { get; } = XxHash128.HashToUInt128(Text);

    /// <summary>The kernel's name in the text: that of the method, without its class.</summary>
    public string Function => Kernel[(Kernel.LastIndexOf('.') + 1)..];

    /// <summary>The program of a launch in OpenCL C.</summary>
    /// <param name="launch">The launch.</param>
    /// <param name="vectorWidth">The device's vector width.</param>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static ProgramSource OpenClC(Launch launch, int vectorWidth) => Of(
        launch, launch.OpenClC(WidthOf(launch, vectorWidth)), launch.Ptx(width: 1).IsEmpty
            ? "no OpenCL C: it runs on the device cpu only"
            : "no OpenCL C, which knows no tensor cores and asynchronous copies: it runs on devices that take PTX");

    /// <summary>The program of a launch in PTX.</summary>
    /// <param name="launch">The launch.</param>
    /// <param name="vectorWidth">The device's vector width.</param>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static ProgramSource Ptx(Launch launch, int vectorWidth) => Of(
        launch, launch.Ptx(WidthOf(launch, vectorWidth)), "no PTX: it runs on the device cpu only");

    private static int WidthOf(Launch launch, int vectorWidth) => Launch.WidthFor(vectorWidth, launch.WidthDivides);

    private static ProgramSource Of(Launch launch, ReadOnlySpan<byte> text, string without) => text.IsEmpty
        ? throw new NotSupportedException($"{launch} has {without}.")
        : new ProgramSource(launch.Kernel, text.ToArray());
}
