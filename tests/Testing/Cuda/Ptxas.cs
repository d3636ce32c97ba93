using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LiVOS.Runtime;

namespace LiVOS.Testing.Cuda;

/// <summary>NVIDIA's assembler, of the CUDA toolkit: it needs no card. <c>LIVOS_PTXAS</c> names it where it is not on the path.</summary>
public static partial class Ptxas
{
    private const int FirstWithTensorCores = 80;

    /// <summary>The program; null where there is none.</summary>
    public static string? Path { get; } =
        Environment.GetEnvironmentVariable("LIVOS_PTXAS") is { Length: > 0 } named ? named : ProgramPath.Of("ptxas", "/usr/local/cuda/bin");

    /// <summary>Why a test that needs it is skipped.</summary>
    public const string Missing = "There is no ptxas on the path, and LIVOS_PTXAS names none.";

    /// <summary>The compute capabilities, from Volta to Hopper.</summary>
    public static ImmutableArray<int> Targets { get; } = [70, 75, 80, 86, 89, 90];

    /// <summary>The kernels that a compute capability can run, each with the widths of its texts.</summary>
    /// <param name="kernels">All kernels.</param>
    /// <param name="target">The compute capability.</param>
    public static IEnumerable<(KernelDescription Kernel, int Width)> TextsFor(IEnumerable<KernelDescription> kernels, int target) => kernels
        .Where(kernel => !kernel.NeedsTensorCores || target >= FirstWithTensorCores)
        .SelectMany(kernel => (kernel.HasVectors ? [4, 1] : new[] { 4 }).Select(width => (kernel, width)));

    /// <summary>Assembles a text of one kernel, which must succeed.</summary>
    /// <param name="ptx">The text.</param>
    /// <param name="target">The compute capability, such as 80.</param>
    /// <param name="cubin">Where the program goes; null for nowhere.</param>
    /// <exception cref="InvalidOperationException">It is refused; the message is the assembler's.</exception>
    public static async Task<AssembledKernel> AssembleAsync(string ptx, int target, string? cubin = null)
    {
        string[] arguments = ["-v", $"-arch=sm_{target}", "-o", cubin ?? "/dev/null", "-"];
        using Process process = Process.Start(new ProcessStartInfo(Path!, arguments) { RedirectStandardInput = true, RedirectStandardError = true })!;
        Task<string> reading = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(ptx);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        string log = await reading;
        if (process.ExitCode != 0) throw new InvalidOperationException($"ptxas for sm_{target}: {log}");
        return new AssembledKernel(
            Number(RegistersUsed(), log), Number(BytesOfStack(), log), Number(BytesSpilled(), log),
            SharedBytesUsed().IsMatch(log) ? Number(SharedBytesUsed(), log) : 0);
    }

    private static int Number(Regex pattern, string log) => int.Parse(pattern.Match(log).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Used (\d+) registers")]
    private static partial Regex RegistersUsed();

    [GeneratedRegex(@"(\d+) bytes stack frame")]
    private static partial Regex BytesOfStack();

    [GeneratedRegex(@"(\d+) bytes spill stores")]
    private static partial Regex BytesSpilled();

    [GeneratedRegex(@"(\d+) bytes smem")]
    private static partial Regex SharedBytesUsed();
}

/// <summary>What a kernel needs of a multiprocessor.</summary>
/// <param name="Registers">Registers of a thread.</param>
/// <param name="StackBytes">Local memory of a thread.</param>
/// <param name="SpilledBytes">Bytes of registers that are kept there for want of room.</param>
/// <param name="SharedBytes">Shared memory of a group, beside that which the launch gives.</param>
public sealed record AssembledKernel(int Registers, int StackBytes, int SpilledBytes, int SharedBytes);
