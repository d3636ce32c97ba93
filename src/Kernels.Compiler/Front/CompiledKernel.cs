using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LiVOS.Kernels.Compiler.Ir;
using LiVOS.Kernels.Compiler.Lowering;
using LiVOS.Kernels.Compiler.OpenCl;
using LiVOS.Kernels.Compiler.Ptx;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler;

/// <summary>Everything that is generated for a kernel, as strings, so that unchanged kernels are recognised and their files kept.</summary>
/// <param name="Method">Its signature.</param>
/// <param name="Source">Its C# text.</param>
/// <param name="OpenClC">Its text in OpenCL C for each width of vector, the widest first; none where it needs tensor cores, or is not a program
/// of the kernel language.</param>
/// <param name="Ptx">Its text in PTX for each width that GPUs run; none where it is not a program of the kernel language.</param>
/// <param name="TakesDynamicShared">Whether it takes shared memory whose length the launch chooses.</param>
/// <param name="NeedsTensorCores">Whether it uses tensor cores or asynchronous copies.</param>
internal sealed record CompiledKernel(
    KernelMethod Method, KernelSource Source, EquatableArray<KernelText> OpenClC, EquatableArray<KernelText> Ptx, bool TakesDynamicShared,
    bool NeedsTensorCores)
{
    // GPUs compute single floats, and one access has at most 16 bytes: wider vectors gain nothing.
    private const int WidestInPtx = 4;

    private static readonly int[] s_widths = [16, 8, 4, 1], s_noVectors = [0];

    /// <summary>Compiles a method with <c>[Kernel]</c> for every choice of its elements, and reports its problems. A kernel whose body is rejected still gets
    /// its launch, so that no further errors follow from it.</summary>
    public static (EquatableArray<CompiledKernel> Kernels, EquatableArray<DiagnosticInfo> Problems) Compile(
        IMethodSymbol symbol, Compilation compilation, CancellationToken cancellation)
    {
        (CompiledKernel? Kernel, IEnumerable<DiagnosticInfo> Problems)[] all =
            [.. ElementChoice.Of(symbol).Select(elements => Compile(symbol, elements, compilation, cancellation))];
        return (new([.. all.Select(one => one.Kernel).OfType<CompiledKernel>()]), new([.. all.SelectMany(one => one.Problems).Distinct()]));
    }

    private static (CompiledKernel? Kernel, IEnumerable<DiagnosticInfo> Problems) Compile(
        IMethodSymbol symbol, ElementChoice elements, Compilation compilation, CancellationToken cancellation)
    {
        (KernelMethod? method, DiagnosticInfo? error) = KernelMethod.Read(symbol, elements);
        if (method is null) return (null, [error!]);

        var kernels = new List<KernelFunction>();
        var problems = new List<DiagnosticInfo>();
        foreach (int lanes in method.OverVectors ? s_widths : s_noVectors)
        {
            (KernelFunction? kernel, IReadOnlyList<DiagnosticInfo> found) = KernelLowering.Lower(symbol, compilation, lanes, elements, cancellation);
            problems.AddRange(found);
            if (kernel is not null) kernels.Add(kernel);
        }

        if (problems.Count > 0) kernels.Clear();
        KernelUse[] uses = [.. kernels.Select(kernel => new KernelUse(kernel.Body))];
        bool takesDynamicShared = uses.Any(use => use.Dynamic.Count > 0), needsTensorCores = uses.Any(use => use.NeedsTensorCores);
        IEnumerable<KernelText> texts = kernels.Where(_ => !needsTensorCores)
            .Select(kernel => new KernelText(kernel.Lanes, OpenClRenderer.Render(kernel, takesDynamicShared)));
        IEnumerable<KernelText> ptx = kernels.Where(kernel => kernel.Lanes <= WidestInPtx)
            .Select(kernel => new KernelText(kernel.Lanes, PtxRenderer.Render(kernel)));
        return (
            new(method, KernelSource.Read(symbol, cancellation), new([.. texts]), new([.. ptx]), takesDynamicShared, needsTensorCores),
            problems);
    }
}

/// <summary>A kernel's text for one width of vector; 0 for a kernel without vectors.</summary>
internal sealed record KernelText(int Width, string Code);
