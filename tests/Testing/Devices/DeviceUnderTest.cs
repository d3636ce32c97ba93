using System.Globalization;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Registry;
using LiVOS.Testing.Cuda;

namespace LiVOS.Testing.Devices;

/// <summary>The devices that tests name by kind and width of vectors, such as <c>cpu x8</c>, <c>ptx x1</c> or <c>opencl:0 x16</c>;
/// those of other kinds by their names in the registry.</summary>
public static class DeviceUnderTest
{
    /// <summary>The CPU with each width of vectors that it has.</summary>
    public static IEnumerable<string> CpuNames => new[] { 16, 8, 4, 1 }.Where(width => width <= CpuDevice.WidestVector).Select(width => $"cpu x{width}");

    /// <summary>Whether a device runs kernels as PTX in the emulator.</summary>
    public static bool RunsPtx(string name) => name.Split(' ')[0] is "ptx" or CudaUnderTest.Name or IlgpuPtxDevice.KindName;

    /// <summary>Opens a device. It must be disposed, unless it is one of OpenCL: those stay open for the next test.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cpuThreads">The threads of a CPU device; null for all processors.</param>
    public static Device Open(string name, int? cpuThreads = null)
    {
        if (OpenClUnderTest.Has(name)) return OpenClUnderTest.Open(name);
        string[] words = name.Split(" x");
        int width = words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 0;
        return words[0] switch
        {
            "cpu" => new CpuDevice(cpuThreads, width),
            "checking" => new RaceCheckingDevice(width),
            "ptx" => new PtxDevice(width),
            CudaUnderTest.Name => CudaUnderTest.Open(width),
            IlgpuUnderTest.Name => IlgpuUnderTest.Open(width),
            IlgpuPtxDevice.KindName => new IlgpuPtxDevice(width),
            string other => DeviceRegistry.Find(other).Open(new()),
        };
    }
}
