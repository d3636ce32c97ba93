using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace LiVOS.Ilgpu;

/// <summary>Kernels as the PTX that ILGPU makes of them, without a card: for people who read or compare it.</summary>
public static class IlgpuPtx
{
    private static readonly Lock s_lock = new();
    private static readonly Lazy<(Context Context, PTXBackend Backend)> s_backend = new(() =>
    {
        // As an accelerator of sm_80 with CUDA 11 is created, which takes no NVVM unless a kernel calls its functions.
        Context context = Context.Create(builder => builder.EnableLivos());
        return (context, new PTXBackend(context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null!));
    });

    /// <summary>The kernels that ILGPU compiles, by their names with their classes.</summary>
    public static IEnumerable<string> Kernels => KernelMethods.Names;

    /// <summary>A kernel as PTX for sm_80.</summary>
    /// <param name="kernel">Its name, with its class.</param>
    /// <param name="width">The lanes of a vector: 4 or 1; ignored for a kernel without vectors.</param>
    /// <exception cref="ArgumentException">There is no such kernel.</exception>
    /// <exception cref="IlgpuException">ILGPU cannot compile it.</exception>
    public static string Of(string kernel, int width)
    {
        MethodInfo method = KernelMethods.Find(kernel, width);
        EntryPointDescription entry = method.GetParameters()[0].ParameterType == typeof(Index1D)
            ? EntryPointDescription.FromImplicitlyGroupedKernel(method)
            : EntryPointDescription.FromExplicitlyGroupedKernel(method);
        try
        {
            // A context that failed once fails ever after with errors of its own, so nothing is compiled at the same time.
            lock (s_lock) return ((PTXCompiledKernel)s_backend.Value.Backend.Compile(entry, new KernelSpecialization())).PTXAssembly;
        }
        catch (Exception error) when (error is InternalCompilerException or NotSupportedException or AggregateException)
        {
            throw IlgpuException.Of($"ILGPU cannot compile the kernel {kernel}", error);
        }
    }
}
