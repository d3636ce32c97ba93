using System.Text;
using static LiVOS.Runtime.OpenCl.OpenClException;
using static LiVOS.Runtime.OpenCl.OpenClLibrary;

namespace LiVOS.Runtime.OpenCl;

/// <summary>Queries properties of platforms and devices.</summary>
internal static unsafe class OpenClQuery
{
    public const uint PlatformVersion = 0x0901, PlatformName = 0x0902;

    public const uint
        DeviceType = 0x1000, DeviceComputeUnits = 0x1002, DeviceMaxGroup = 0x1004, DeviceMaxItems = 0x1005, DeviceMaxAllocation = 0x1010,
        DeviceFloatConfiguration = 0x101B, DeviceMemory = 0x101F, DeviceLocalMemory = 0x1023, DeviceAvailable = 0x1027,
        DeviceCompilerAvailable = 0x1028, DeviceName = 0x102B, DriverVersion = 0x102D, DeviceVersion = 0x102F, DeviceExtensions = 0x1030,
        DeviceUnifiedMemory = 0x1035, DeviceNativeFloats = 0x103A;

    public static nint[] Platforms()
    {
        int code = clGetPlatformIDs(0, null, out uint count);
        if (code == OpenClError.NoPlatform || count == 0) return [];
        Check(code, "clGetPlatformIDs");
        var platforms = new nint[count];
        fixed (nint* to = platforms) Check(clGetPlatformIDs(count, to, out _));
        return platforms;
    }

    public static nint[] Devices(nint platform)
    {
        const ulong all = 0xFFFFFFFF;
        int code = clGetDeviceIDs(platform, all, 0, null, out uint count);
        if (code == OpenClError.DeviceNotFound || count == 0) return [];
        Check(code, "clGetDeviceIDs");
        var devices = new nint[count];
        fixed (nint* to = devices) Check(clGetDeviceIDs(platform, all, count, to, out _));
        return devices;
    }

    public static string TextOfPlatform(nint platform, uint name)
    {
        Check(clGetPlatformInfo(platform, name, 0, null, out nuint size));
        byte[] text = new byte[size];
        fixed (byte* to = text) Check(clGetPlatformInfo(platform, name, size, to, out _));
        return TextOf(text);
    }

    public static string Text(nint device, uint name)
    {
        Check(clGetDeviceInfo(device, name, 0, null, out nuint size));
        byte[] text = new byte[size];
        fixed (byte* to = text) Check(clGetDeviceInfo(device, name, size, to, out _));
        return TextOf(text);
    }

    /// <summary>Queries a number; values shorter than <typeparamref name="T"/> fill its lower bytes.</summary>
    public static T Number<T>(nint device, uint name) where T : unmanaged
    {
        T value = default;
        Check(clGetDeviceInfo(device, name, (nuint)sizeof(T), &value, out _));
        return value;
    }

    /// <summary>The most items in a group along each of the first three axes.</summary>
    public static nuint[] MaxItems(nint device)
    {
        Check(clGetDeviceInfo(device, DeviceMaxItems, 0, null, out nuint size));
        var items = new nuint[size / (nuint)sizeof(nuint)];
        fixed (nuint* to = items) Check(clGetDeviceInfo(device, DeviceMaxItems, size, to, out _));
        return items;
    }

    public static string BuildLog(nint program, nint device)
    {
        const uint buildLog = 0x1183;
        if (clGetProgramBuildInfo(program, device, buildLog, 0, null, out nuint size) != OpenClError.Success) return "(no log)";
        byte[] text = new byte[size];
        fixed (byte* to = text)
            if (clGetProgramBuildInfo(program, device, buildLog, size, to, out _) != OpenClError.Success) return "(no log)";
        return TextOf(text) is { Length: > 0 } log ? log : "(the driver's log is empty)";
    }

    private static string TextOf(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.TrimEnd((byte)0)).Trim();
}
