using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace LiVOS.Ilgpu;

/// <summary>Kernels as the texts that ILGPU makes of them, without a card: for people who read or compare them.</summary>
public static class IlgpuText
{
    private static readonly Lock s_lock = new();
    private static readonly Lazy<Backend> s_ptx = new(() => new PTXBackend(NewContext(), CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, NoNvvm));
    private static readonly Lazy<Backend> s_openCl = new(() => new CLBackend(
        NewContext(), new CLCapabilityContext(float16: false, float64: false, int64_Atomics: false, subGroups: false, genericAddressSpace: true),
        CLDeviceVendor.Other, CLCVersion.CL20));

    /// <summary>The kernels that ILGPU compiles, by their names with their classes.</summary>
    public static IEnumerable<string> Kernels => KernelMethods.Names;

    // As for an accelerator of CUDA 11, which loads NVVM only for kernels that call its functions; ours do not.
    private static NvvmAPI NoNvvm => null!;

    /// <summary>A kernel as PTX for sm_80.</summary>
    /// <param name="kernel">Its name, with its class.</param>
    /// <param name="width">The lanes of a vector: 4 or 1; ignored for a kernel without vectors.</param>
    /// <exception cref="ArgumentException">There is no such kernel.</exception>
    /// <exception cref="IlgpuException">ILGPU cannot compile it.</exception>
    public static string Ptx(string kernel, int width) => Ptx(KernelMethods.Find(kernel, width));

    /// <summary>A kernel as OpenCL C 2.0.</summary>
    /// <inheritdoc cref="Ptx(string, int)"/>
    public static string OpenClC(string kernel, int width) => ((CLCompiledKernel)Compile(s_openCl, KernelMethods.Find(kernel, width))).Source;

    internal static string Ptx(MethodInfo method) => ((PTXCompiledKernel)Compile(s_ptx, method)).PTXAssembly;

    private static Context NewContext() => Context.Create(builder => builder.EnableLivos());

    private static ILGPU.Backends.CompiledKernel Compile(Lazy<Backend> backend, MethodInfo method)
    {
        EntryPointDescription entry = method.GetParameters()[0].ParameterType == typeof(Index1D)
            ? EntryPointDescription.FromImplicitlyGroupedKernel(method)
            : EntryPointDescription.FromExplicitlyGroupedKernel(method);
        try
        {
            lock (s_lock) return backend.Value.Compile(entry, new KernelSpecialization());
        }
        catch (Exception error) when (error is InternalCompilerException or NotSupportedException or AggregateException)
        {
            throw IlgpuException.Of($"ILGPU cannot compile the kernel {method.DeclaringType!.Name}.{method.Name}", error);
        }
    }
}
