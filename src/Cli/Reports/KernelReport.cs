using System.Text;
using LiVOS.Runtime;

namespace LiVOS.Cli.Reports;

/// <summary>The network's kernels.</summary>
/// <param name="Kernels">All, by their names.</param>
internal sealed record KernelsReport(IReadOnlyList<KernelReport> Kernels)
{
    public static KernelsReport Make(IEnumerable<KernelDescription> kernels) => new([.. kernels.Select(kernel => KernelReport.Of(kernel, width: null))]);
}

/// <summary>A kernel.</summary>
/// <param name="Name">Its name, with its class.</param>
/// <param name="RunsPer">The unit that it runs once for: an item, or an item of each group.</param>
/// <param name="Widths">The floats in a vector, for each of its texts; none for a kernel without vectors.</param>
/// <param name="File">The C# file that it stands in.</param>
/// <param name="NeedsTensorCores">Whether it uses tensor cores or asynchronous copies: it has no OpenCL C.</param>
/// <param name="CSharp">The C# method; null in a list.</param>
/// <param name="OpenClC">The OpenCL C; null in a list, empty where it needs tensor cores.</param>
/// <param name="Ptx">The PTX; null in a list, empty for vectors of 16 and 8.</param>
/// <param name="IlgpuPtx">The PTX that ILGPU makes of it, where it is asked for.</param>
internal sealed record KernelReport(
    string Name, string RunsPer, IReadOnlyList<int> Widths, string File, bool NeedsTensorCores, string? CSharp, string? OpenClC, string? Ptx,
    string? IlgpuPtx = null)
{
    public static KernelReport Of(KernelDescription kernel, int? width) => new(
        kernel.Name, kernel.IsOverItems ? "item" : "item of each group", kernel.HasVectors ? [16, 8, 4, 1] : [], kernel.File, kernel.NeedsTensorCores,
        width is null ? null : Text(kernel.CSharp), width is null ? null : Text(kernel.OpenClC(width.Value)),
        width is null ? null : Text(kernel.Ptx(width.Value)));

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text).TrimEnd('\n');
}
