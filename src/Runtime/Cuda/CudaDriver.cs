using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiVOS.Runtime.Cuda;

/// <summary>
/// The functions of NVIDIA's driver that this project calls, with their C names and types: <see cref="LibCuda"/> has them from the system's
/// library, tests from a mock driver. Handles are <c>nint</c>, addresses of device memory <c>ulong</c>, results <see cref="CudaError"/>.
/// </summary>
internal abstract unsafe class CudaDriver
{
    public abstract int cuInit(uint flags);

    public abstract int cuDriverGetVersion(out int version);

    public abstract int cuGetErrorName(int error, out nint name);

    public abstract int cuGetErrorString(int error, out nint text);

    public abstract int cuDeviceGetCount(out int count);

    public abstract int cuDeviceGet(out int device, int ordinal);

    public abstract int cuDeviceGetName(byte* name, int length, int device);

    public abstract int cuDeviceGetAttribute(out int value, int attribute, int device);

    public abstract int cuDeviceTotalMem_v2(out nuint bytes, int device);

    public abstract int cuDevicePrimaryCtxRetain(out nint context, int device);

    public abstract int cuDevicePrimaryCtxRelease_v2(int device);

    public abstract int cuCtxPushCurrent_v2(nint context);

    public abstract int cuCtxPopCurrent_v2(out nint context);

    public abstract int cuMemGetInfo_v2(out nuint free, out nuint total);

    public abstract int cuMemAlloc_v2(out ulong address, nuint bytes);

    public abstract int cuMemFree_v2(ulong address);

    public abstract int cuMemAllocHost_v2(out nint address, nuint bytes);

    public abstract int cuMemFreeHost(nint address);

    public abstract int cuMemcpyHtoDAsync_v2(ulong destination, void* source, nuint bytes, nint stream);

    public abstract int cuMemcpyDtoHAsync_v2(void* destination, ulong source, nuint bytes, nint stream);

    public abstract int cuMemcpyDtoDAsync_v2(ulong destination, ulong source, nuint bytes, nint stream);

    public abstract int cuMemsetD8Async(ulong destination, byte value, nuint bytes, nint stream);

    public abstract int cuStreamCreate(out nint stream, uint flags);

    public abstract int cuStreamSynchronize(nint stream);

    public abstract int cuStreamWaitEvent(nint stream, nint happening, uint flags);

    public abstract int cuStreamDestroy_v2(nint stream);

    public abstract int cuEventCreate(out nint happening, uint flags);

    public abstract int cuEventRecord(nint happening, nint stream);

    public abstract int cuEventSynchronize(nint happening);

    public abstract int cuEventElapsedTime(out float milliseconds, nint start, nint end);

    public abstract int cuEventDestroy_v2(nint happening);

    public abstract int cuLinkCreate_v2(uint options, int* names, void** values, out nint state);

    public abstract int cuLinkAddData_v2(nint state, int kind, void* data, nuint bytes, byte* name, uint options, int* names, void** values);

    public abstract int cuLinkComplete(nint state, out nint cubin, out nuint bytes);

    public abstract int cuLinkDestroy(nint state);

    public abstract int cuModuleLoadData(out nint module, void* image);

    public abstract int cuModuleGetFunction(out nint function, nint module, string name);

    public abstract int cuModuleUnload(nint module);

    public abstract int cuFuncGetAttribute(out int value, int attribute, nint function);

    public abstract int cuFuncSetAttribute(nint function, int attribute, int value);

    public abstract int cuLaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ,
        uint sharedBytes, nint stream, void** parameters, void** extra);

    public abstract int cuStreamBeginCapture_v2(nint stream, int mode);

    public abstract int cuStreamEndCapture(nint stream, out nint graph);

    public abstract int cuGraphInstantiate_v2(out nint executable, nint graph, nint* errorNode, byte* log, nuint logBytes);

    public abstract int cuGraphLaunch(nint executable, nint stream);

    public abstract int cuGraphExecDestroy(nint executable);

    public abstract int cuGraphDestroy(nint graph);

    /// <summary>Throws if a call failed.</summary>
    /// <param name="code">The result of the call.</param>
    /// <param name="call">The call's text, or its purpose.</param>
    /// <exception cref="CudaException">The call, or a kernel launched before it, failed.</exception>
    public void Check(int code, [CallerArgumentExpression(nameof(code))] string call = "")
    {
        if (code == CudaError.Success) return;
        var error = new CudaException(this, code, call);
        throw CudaError.IsOfKernel(code) ? new CudaKernelException(error) : error;
    }

    /// <summary>The driver's name for an error.</summary>
    public string NameOf(int code) => TextOf(cuGetErrorName(code, out nint name), name) ?? "an error that the driver has no name for";

    /// <summary>The driver's description of an error; null if it has none.</summary>
    public string? DescriptionOf(int code) => TextOf(cuGetErrorString(code, out nint text), text);

    private static string? TextOf(int code, nint text) => code == CudaError.Success && text != 0 ? Marshal.PtrToStringUTF8(text) : null;
}
