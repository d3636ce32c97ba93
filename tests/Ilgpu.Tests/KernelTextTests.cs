extern alias kernels;

using LiVOS.PtxEmulator;
using LiVOS.Runtime;
using LiVOS.Testing.Cuda;
using KernelCatalog = kernels::LiVOS.Kernels.KernelCatalog;

namespace LiVOS.Ilgpu.Tests;

/// <summary>ILGPU compiles every kernel of src/Kernels over floats, from its own file.</summary>
public class KernelTextTests
{
    /// <summary>Kernels over halves are left to our compiler.</summary>
    private static readonly KernelDescription[] s_kernels = [.. KernelCatalog.Kernels.Where(kernel => !kernel.TakesHalves)];

    public static TheoryData<string, int> All => Of(s_kernels);

    public static TheoryData<string, int> WithOpenCl => Of(s_kernels.Where(kernel => !kernel.NeedsTensorCores));

    [Fact]
    public void The_kernels_are_those_of_our_compiler_over_floats() =>
        Assert.Equal(s_kernels.Select(kernel => kernel.Name).Order(StringComparer.Ordinal), IlgpuText.Kernels);

    /// <summary>The emulator reads each line of it, and finds what is not valid.</summary>
    [Theory, MemberData(nameof(All))]
    public void Every_kernel_becomes_valid_PTX(string kernel, int width) => Assert.Single(PtxModule.Parse(IlgpuText.Ptx(kernel, width)).Kernels);

    /// <summary>NVIDIA's own assembler takes it, spills no register and keeps nothing in local memory.</summary>
    [SkippableFact]
    public async Task NVIDIAs_assembler_takes_every_kernel()
    {
        Skip.If(Ptxas.Path is null, Ptxas.Missing);
        foreach ((string kernel, int width) in All.Select(row => ((string)row[0], (int)row[1])))
        {
            AssembledKernel made = await Ptxas.AssembleAsync(IlgpuText.Ptx(kernel, width), target: 80);
            Assert.True(made is { StackBytes: 0, SpilledBytes: 0 }, $"{kernel} x{width}: {made}");
        }
    }

    [SkippableTheory, MemberData(nameof(WithOpenCl))]
    public async Task Every_kernel_becomes_OpenCL_C_that_compiles(string kernel, int width)
    {
        string source = IlgpuText.OpenClC(kernel, width);
        Tool.Clang.SkipIfMissing();
        await Tool.Clang.RunAsync(source);
    }

    [Fact]
    public void An_unknown_kernel_is_named() => Assert.Contains("'No.Such'", Assert.Throws<ArgumentException>(() => IlgpuText.Ptx("No.Such", 4)).Message);

    private static TheoryData<string, int> Of(IEnumerable<KernelDescription> kernels)
    {
        var data = new TheoryData<string, int>();
        foreach (KernelDescription kernel in kernels)
            foreach (int width in kernel.HasVectors ? [4, 1] : new[] { 4 })
                data.Add(kernel.Name, width);
        return data;
    }
}
