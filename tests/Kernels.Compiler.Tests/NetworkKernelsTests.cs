using System.Runtime.CompilerServices;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>The network's own kernels.</summary>
public class NetworkKernelsTests
{
    [Fact]
    public void Every_kernel_of_the_network_is_lowered_for_every_width()
    {
        Lowered network = Network();
        IMethodSymbol[] kernels = [.. network.Kernels];
        Assert.True(kernels.Length > 25, $"{kernels.Length} kernels");
        foreach (IMethodSymbol kernel in kernels)
        {
            foreach (int lanes in (int[])(kernel.IsGenericMethod ? [16, 8, 4, 1] : [0]))
            {
                (KernelFunction? lowered, IReadOnlyList<DiagnosticInfo> problems) = network.Lower(kernel, lanes);
                Assert.Empty(problems.Select(problem => $"{kernel.Name}: {problem.ToDiagnostic()}"));
                Assert.Equal((kernel.Name, lanes), (lowered!.Name, lowered.Lanes));
                Assert.NotEmpty(lowered.Body.Statements);
                if (Environment.GetEnvironmentVariable("DUMP") is { } dump)
                    File.WriteAllText(Path.Combine(dump, $"{kernel.Name}.{lanes}.txt"), string.Join(" ", lowered.Arguments) + "\n" + IrText.Of(lowered));
            }
        }
    }

    internal static Lowered Network([CallerFilePath] string here = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "Kernels");
        return Lowered.Files(Directory.GetFiles(folder, "*.cs").Select(File.ReadAllText));
    }
}
