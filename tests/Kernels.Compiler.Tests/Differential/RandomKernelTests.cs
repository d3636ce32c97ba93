using System.Reflection;
using System.Text;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Testing.Devices;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Tests.Differential;

/// <summary>Kernels made up at random compute the same to the bit as C# on the processor and as OpenCL C on a device.</summary>
public class RandomKernelTests
{
    private const int Kernels = 16, Items = 80;

    public static IEnumerable<object[]> MoreBatches =>
        from object[] device in OpenClTest.Names from batch in Enumerable.Range(1, 2) select (object[])[device[0], batch];

    [SkippableTheory]
    [MemberData(nameof(OpenClTest.Names), MemberType = typeof(OpenClTest))]
    public void Random_kernels_compute_the_same_as_in_CSharp(string deviceName) => Compare(deviceName, batch: 0);

    [SkippableTheory]
    [Trait("Category", "Long")]
    [MemberData(nameof(MoreBatches))]
    public void More_random_kernels_compute_the_same_as_in_CSharp(string deviceName, int batch) => Compare(deviceName, batch);

    private static void Compare(string deviceName, int batch)
    {
        using Device device = OpenClTest.Open(deviceName);
        int[] seeds = [.. Enumerable.Range(batch * Kernels, Kernels)];
        string[] texts = [.. seeds.Select(RandomKernel.Write)];
        Compiling compiling = new Compiling()
            .Run(["\n#pragma warning disable\n" + RandomKernel.Common, .. texts.Select(text => "\n#pragma warning disable\n" + text)]);
        Assert.Empty(compiling.Output.GetDiagnostics().Where(problem => problem.Severity == DiagnosticSeverity.Error));
        Assert.True(compiling.Diagnostics.Count == 0, string.Join("\n", compiling.Diagnostics.Select(problem => $"{problem}: {compiling.TextAt(problem)}")));
        Assembly assembly = compiling.Load();

        using var cpu = new CpuDevice(threads: 1);
        for (int i = 0; i < Kernels; i++)
        {
            (int[] ints, float[] floats, _) = Run(assembly, seeds[i], cpu);
            (int[] deviceInts, float[] deviceFloats, string code) = Run(assembly, seeds[i], device);
            for (int item = 0; item < Items; item++)
            {
                bool isSame = ints[item] == deviceInts[item]
                    && (floats[item].Equals(deviceFloats[item]) || float.IsNaN(floats[item]) && float.IsNaN(deviceFloats[item]));
                Assert.True(
                    isSame, $"Seed {seeds[i]}, item {item}: ({ints[item]}, {floats[item]:R}) in C#, ({deviceInts[item]}, {deviceFloats[item]:R}) on "
                        + $"{deviceName}.\n{texts[i]}\n{code}");
            }
        }
    }

    private static (int[] Ints, float[] Floats, string Code) Run(Assembly assembly, int seed, Device device)
    {
        using var memory = new DeviceMemory();
        var random = new Random(seed);
        Tensor<int> ints = device.New(
            memory, [.. Enumerable.Range(0, RandomKernel.Inputs).Select(i => i % 3 == 0 ? random.Next(-9, 9) : random.Next(int.MinValue, int.MaxValue))]);
        Tensor<float> floats = device.New(
            memory, [.. Enumerable.Range(0, RandomKernel.Inputs).Select(i => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 12))))]);
        Tensor<int> intsOut = device.New(memory, new int[Items]);
        Tensor<float> floatsOut = device.New(memory, new float[Items]);
        object pair = Activator.CreateInstance(assembly.GetType("Sample.Ops+Pair")!, -77, 2.5f)!;
        object[] arguments = [Items, ints, floats, intsOut, floatsOut, pair, seed % 2 == 0, 5, 0L];
        var launch = (Launch)assembly.GetType("Sample.Launches+Ops")!.GetMethod($"K{seed}")!.Invoke(null, arguments)!;
        OpenClTest.PlanOf(device, launch).Run();
        return (intsOut.ToArray(), floatsOut.ToArray(), Encoding.UTF8.GetString(launch.OpenClC(1)));
    }
}
