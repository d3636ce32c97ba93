using System.Reflection;
using ILGPU.Backends.PTX;
using ILGPU.IR.Intrinsics;
using LiVOS.Runtime.Language;

namespace LiVOS.Ilgpu.Language;

/// <summary>
/// Instructions of NVIDIA's that ILGPU has no function for, as intrinsics of our own: <see cref="PtxWriter"/> writes each as PTX. They would be inline
/// PTX (<see cref="ILGPU.Runtime.Cuda.CudaAsm"/>), but it takes no address, and its operands go through local memory: 1 KB of it for a convolution.
/// </summary>
internal static class PtxIntrinsics
{
    /// <summary>Registers the intrinsics, before an accelerator is created.</summary>
    public static void Register(IntrinsicImplementationManager manager)
    {
        foreach (MethodInfo method in typeof(PtxIntrinsics).GetMethods(BindingFlags.Public | BindingFlags.Static))
        {
            if (!method.IsDefined(typeof(IntrinsicImplementationAttribute))) continue;
            manager.RegisterMethod(method, new PTXIntrinsic(typeof(PtxWriter), method.Name, IntrinsicImplementationMode.GenerateCode));
        }
    }

    /// <summary><c>cp.async.cg.shared.global</c> of 16 bytes, of which the first <paramref name="bytes"/> are read and the others are 0.</summary>
    [IntrinsicImplementation]
    public static void BeginCopy(ref float to, ref float from, int bytes) => throw OnlyPtx;

    /// <summary><c>cp.async.commit_group</c>.</summary>
    [IntrinsicImplementation]
    public static void CommitCopies() => throw OnlyPtx;

    /// <summary><c>cp.async.wait_group 0</c>.</summary>
    [IntrinsicImplementation]
    public static void WaitForAllCopies() => throw OnlyPtx;

    /// <summary><c>cp.async.wait_group 1</c>.</summary>
    [IntrinsicImplementation]
    public static void WaitForCopiesButOne() => throw OnlyPtx;

    /// <summary><c>cvt.rna.tf32.f32</c>.</summary>
    [IntrinsicImplementation]
    public static uint RoundToTf32(float value) => throw OnlyPtx;

    /// <summary><c>ldmatrix.sync.aligned.m8n8.x4.shared.b16</c>.</summary>
    [IntrinsicImplementation]
    public static Quad LoadMatrices(ref uint row) => throw OnlyPtx;

    /// <summary><c>mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32</c>.</summary>
    [IntrinsicImplementation]
    public static Vec4 MultiplyTf32(uint a0, uint a1, uint a2, uint a3, uint b0, uint b1, float x, float y, float z, float w) => throw OnlyPtx;

    private static NotSupportedException OnlyPtx => new("Tensor cores and asynchronous copies need a CUDA accelerator.");
}
