namespace LiVOS.Runtime.Cuda;

/// <summary>The system's CUDA driver library.</summary>
internal sealed unsafe class LibCuda : CudaDriver
{
    public override int cuInit(uint flags) => CudaLibrary.cuInit(flags);

    public override int cuDriverGetVersion(out int version) => CudaLibrary.cuDriverGetVersion(out version);

    public override int cuGetErrorName(int error, out nint name) => CudaLibrary.cuGetErrorName(error, out name);

    public override int cuGetErrorString(int error, out nint text) => CudaLibrary.cuGetErrorString(error, out text);

    public override int cuDeviceGetCount(out int count) => CudaLibrary.cuDeviceGetCount(out count);

    public override int cuDeviceGet(out int device, int ordinal) => CudaLibrary.cuDeviceGet(out device, ordinal);

    public override int cuDeviceGetName(byte* name, int length, int device) => CudaLibrary.cuDeviceGetName(name, length, device);

    public override int cuDeviceGetAttribute(out int value, int attribute, int device) =>
        CudaLibrary.cuDeviceGetAttribute(out value, attribute, device);

    public override int cuDeviceTotalMem_v2(out nuint bytes, int device) => CudaLibrary.cuDeviceTotalMem_v2(out bytes, device);

    public override int cuDevicePrimaryCtxRetain(out nint context, int device) => CudaLibrary.cuDevicePrimaryCtxRetain(out context, device);

    public override int cuDevicePrimaryCtxRelease_v2(int device) => CudaLibrary.cuDevicePrimaryCtxRelease_v2(device);

    public override int cuCtxPushCurrent_v2(nint context) => CudaLibrary.cuCtxPushCurrent_v2(context);

    public override int cuCtxPopCurrent_v2(out nint context) => CudaLibrary.cuCtxPopCurrent_v2(out context);

    public override int cuMemGetInfo_v2(out nuint free, out nuint total) => CudaLibrary.cuMemGetInfo_v2(out free, out total);

    public override int cuMemAlloc_v2(out ulong address, nuint bytes) => CudaLibrary.cuMemAlloc_v2(out address, bytes);

    public override int cuMemFree_v2(ulong address) => CudaLibrary.cuMemFree_v2(address);

    public override int cuMemAllocHost_v2(out nint address, nuint bytes) => CudaLibrary.cuMemAllocHost_v2(out address, bytes);

    public override int cuMemFreeHost(nint address) => CudaLibrary.cuMemFreeHost(address);

    public override int cuMemcpyHtoDAsync_v2(ulong destination, void* source, nuint bytes, nint stream) =>
        CudaLibrary.cuMemcpyHtoDAsync_v2(destination, source, bytes, stream);

    public override int cuMemcpyDtoHAsync_v2(void* destination, ulong source, nuint bytes, nint stream) =>
        CudaLibrary.cuMemcpyDtoHAsync_v2(destination, source, bytes, stream);

    public override int cuMemcpyDtoDAsync_v2(ulong destination, ulong source, nuint bytes, nint stream) =>
        CudaLibrary.cuMemcpyDtoDAsync_v2(destination, source, bytes, stream);

    public override int cuMemsetD8Async(ulong destination, byte value, nuint bytes, nint stream) =>
        CudaLibrary.cuMemsetD8Async(destination, value, bytes, stream);

    public override int cuStreamCreate(out nint stream, uint flags) => CudaLibrary.cuStreamCreate(out stream, flags);

    public override int cuStreamSynchronize(nint stream) => CudaLibrary.cuStreamSynchronize(stream);

    public override int cuStreamWaitEvent(nint stream, nint happening, uint flags) => CudaLibrary.cuStreamWaitEvent(stream, happening, flags);

    public override int cuStreamDestroy_v2(nint stream) => CudaLibrary.cuStreamDestroy_v2(stream);

    public override int cuEventCreate(out nint happening, uint flags) => CudaLibrary.cuEventCreate(out happening, flags);

    public override int cuEventRecord(nint happening, nint stream) => CudaLibrary.cuEventRecord(happening, stream);

    public override int cuEventSynchronize(nint happening) => CudaLibrary.cuEventSynchronize(happening);

    public override int cuEventElapsedTime(out float milliseconds, nint start, nint end) =>
        CudaLibrary.cuEventElapsedTime(out milliseconds, start, end);

    public override int cuEventDestroy_v2(nint happening) => CudaLibrary.cuEventDestroy_v2(happening);

    public override int cuLinkCreate_v2(uint options, int* names, void** values, out nint state) =>
        CudaLibrary.cuLinkCreate_v2(options, names, values, out state);

    public override int cuLinkAddData_v2(nint state, int kind, void* data, nuint bytes, byte* name, uint options, int* names, void** values) =>
        CudaLibrary.cuLinkAddData_v2(state, kind, data, bytes, name, options, names, values);

    public override int cuLinkComplete(nint state, out nint cubin, out nuint bytes) => CudaLibrary.cuLinkComplete(state, out cubin, out bytes);

    public override int cuLinkDestroy(nint state) => CudaLibrary.cuLinkDestroy(state);

    public override int cuModuleLoadData(out nint module, void* image) => CudaLibrary.cuModuleLoadData(out module, image);

    public override int cuModuleGetFunction(out nint function, nint module, string name) =>
        CudaLibrary.cuModuleGetFunction(out function, module, name);

    public override int cuModuleUnload(nint module) => CudaLibrary.cuModuleUnload(module);

    public override int cuFuncGetAttribute(out int value, int attribute, nint function) =>
        CudaLibrary.cuFuncGetAttribute(out value, attribute, function);

    public override int cuFuncSetAttribute(nint function, int attribute, int value) => CudaLibrary.cuFuncSetAttribute(function, attribute, value);

    public override int cuLaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ,
        uint sharedBytes, nint stream, void** parameters, void** extra) =>
        CudaLibrary.cuLaunchKernel(function, gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes, stream, parameters, extra);

    public override int cuStreamBeginCapture_v2(nint stream, int mode) => CudaLibrary.cuStreamBeginCapture_v2(stream, mode);

    public override int cuStreamEndCapture(nint stream, out nint graph) => CudaLibrary.cuStreamEndCapture(stream, out graph);

    public override int cuGraphInstantiate_v2(out nint executable, nint graph, nint* errorNode, byte* log, nuint logBytes) =>
        CudaLibrary.cuGraphInstantiate_v2(out executable, graph, errorNode, log, logBytes);

    public override int cuGraphLaunch(nint executable, nint stream) => CudaLibrary.cuGraphLaunch(executable, stream);

    public override int cuGraphExecDestroy(nint executable) => CudaLibrary.cuGraphExecDestroy(executable);

    public override int cuGraphDestroy(nint graph) => CudaLibrary.cuGraphDestroy(graph);
}
