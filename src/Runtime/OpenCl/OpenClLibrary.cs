using System.Runtime.InteropServices;

namespace LiVOS.Runtime.OpenCl;

/// <summary>The system's OpenCL library, found at run time. Functions have their C names, so that errors can quote the failing call.</summary>
internal static unsafe partial class OpenClLibrary
{
    private const string Library = "OpenCL";

    /// <summary>The file names of the library on this system.</summary>
    public static IReadOnlyList<string> UsualNames { get; } = OperatingSystem.IsWindows() ? ["OpenCL.dll"]
        : OperatingSystem.IsMacOS() ? ["/System/Library/Frameworks/OpenCL.framework/OpenCL", "libOpenCL.dylib"]
        : ["libOpenCL.so.1", "libOpenCL.so"];

    /// <summary>Loads the library, unless it is loaded already.</summary>
    /// <returns>Whether one of the names exists.</returns>
    public static bool TryLoad(IReadOnlyList<string> names) => NativeLibraries.TryLoad(Library, names);

    [LibraryImport(Library)]
    public static partial int clGetPlatformIDs(uint count, nint* platforms, out uint available);

    [LibraryImport(Library)]
    public static partial int clGetPlatformInfo(nint platform, uint name, nuint size, void* value, out nuint needed);

    [LibraryImport(Library)]
    public static partial int clGetDeviceIDs(nint platform, ulong kinds, uint count, nint* devices, out uint available);

    [LibraryImport(Library)]
    public static partial int clGetDeviceInfo(nint device, uint name, nuint size, void* value, out nuint needed);

    [LibraryImport(Library)]
    public static partial nint clCreateContext(nint* properties, uint count, nint* devices, nint notify, nint data, out int error);

    [LibraryImport(Library)]
    public static partial int clReleaseContext(nint context);

    [LibraryImport(Library)]
    public static partial nint clCreateCommandQueue(nint context, nint device, ulong properties, out int error);

    [LibraryImport(Library)]
    public static partial int clReleaseCommandQueue(nint queue);

    [LibraryImport(Library)]
    public static partial int clFinish(nint queue);

    [LibraryImport(Library)]
    public static partial nint clCreateBuffer(nint context, ulong flags, nuint size, void* host, out int error);

    [LibraryImport(Library)]
    public static partial int clReleaseMemObject(nint memory);

    [LibraryImport(Library)]
    public static partial int clEnqueueReadBuffer(
        nint queue, nint memory, uint blocking, nuint offset, nuint size, void* destination, uint waits, nint* waitFor, nint* done);

    [LibraryImport(Library)]
    public static partial int clEnqueueWriteBuffer(
        nint queue, nint memory, uint blocking, nuint offset, nuint size, void* source, uint waits, nint* waitFor, nint* done);

    [LibraryImport(Library)]
    public static partial int clEnqueueMigrateMemObjects(nint queue, uint count, nint* memories, ulong flags, uint waits, nint* waitFor, nint* done);

    [LibraryImport(Library)]
    public static partial nint clCreateProgramWithSource(nint context, uint count, byte** texts, nuint* lengths, out int error);

    [LibraryImport(Library)]
    public static partial nint clCreateProgramWithBinary(
        nint context, uint count, nint* devices, nuint* lengths, byte** binaries, int* statuses, out int error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int clBuildProgram(nint program, uint count, nint* devices, string options, nint notify, nint data);

    [LibraryImport(Library)]
    public static partial int clGetProgramInfo(nint program, uint name, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial int clGetProgramBuildInfo(nint program, nint device, uint name, nuint size, void* value, out nuint needed);

    [LibraryImport(Library)]
    public static partial int clReleaseProgram(nint program);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint clCreateKernel(nint program, string name, out int error);

    [LibraryImport(Library)]
    public static partial int clSetKernelArg(nint kernel, uint index, nuint size, void* value);

    [LibraryImport(Library)]
    public static partial int clGetKernelWorkGroupInfo(nint kernel, nint device, uint name, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial int clReleaseKernel(nint kernel);

    [LibraryImport(Library)]
    public static partial int clEnqueueNDRangeKernel(
        nint queue, nint kernel, uint dimensions, nuint* offset, nuint* items, nuint* group, uint waits, nint* waitFor, nint* done);

    [LibraryImport(Library)]
    public static partial int clGetEventProfilingInfo(nint done, uint name, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial int clReleaseEvent(nint done);
}
