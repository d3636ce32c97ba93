using System.IO.Hashing;

namespace LiVOS.Runtime;

/// <summary>The source of a program, which a driver compiles.</summary>
/// <param name="Kernel">The name of the kernel in it, with its class.</param>
/// <param name="Text">OpenCL C or PTX in UTF-8.</param>
internal sealed record ProgramSource(string Kernel, byte[] Text)
{
    /// <summary>A hash of the text.</summary>
    public UInt128 Hash { get; } = XxHash128.HashToUInt128(Text);

    /// <summary>The name of the kernel in the text: that of the method, without its class.</summary>
    public string Function => Kernel[(Kernel.LastIndexOf('.') + 1)..];

    /// <summary>The program of a launch in OpenCL C.</summary>
    /// <param name="launch">The launch.</param>
    /// <param name="vectorWidth">The device's vector width.</param>
    /// <exception cref="NotSupportedException">The kernel has none.</exception>
    public static ProgramSource OpenClC(Launch launch, int vectorWidth) => Of(
        launch, launch.OpenClC(WidthOf(launch, vectorWidth)), launch.Ptx(width: 1).IsEmpty
            ? "no OpenCL C: it runs on the CPU device only"
            : "no OpenCL C, because it uses tensor cores or asynchronous copies: it runs on NVIDIA devices only");

    /// <summary>The program of a launch in PTX.</summary>
    /// <param name="launch">The launch.</param>
    /// <param name="vectorWidth">The device's vector width.</param>
    /// <exception cref="NotSupportedException">The kernel has none.</exception>
    public static ProgramSource Ptx(Launch launch, int vectorWidth) => Of(
        launch, launch.Ptx(WidthOf(launch, vectorWidth)), "no PTX: it runs on the CPU device only");

    private static int WidthOf(Launch launch, int vectorWidth) => Launch.WidthFor(vectorWidth, launch.VectorizedExtent);

    private static ProgramSource Of(Launch launch, ReadOnlySpan<byte> text, string without) => text.IsEmpty
        ? throw new NotSupportedException($"{launch} has {without}.")
        : new ProgramSource(launch.Kernel, text.ToArray());
}
