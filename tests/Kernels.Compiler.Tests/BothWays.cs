using System.Reflection;
using LiVOS.Kernels.Compiler.Ir;
using LiVOS.Kernels.Compiler.Ptx;
using LiVOS.Kernels.Compiler.Tests.Ptx;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Language;
using LiVOS.Testing.Races;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>Runs kernels as the C# methods that they are, on the CPU device or by the race checker, and lowered, by the interpreter and as PTX.</summary>
internal sealed class BothWays
{
    private readonly Lowered _lowered;
    private readonly Assembly _assembly;
    private readonly string _namespace;

    public BothWays(Lowered lowered, string @namespace)
    {
        _lowered = lowered;
        _namespace = @namespace;
        CSharpGeneratorDriver.Create([new LaunchGenerator().AsSourceGenerator()], parseOptions: new(LanguageVersion.CSharp13))
            .RunGeneratorsAndUpdateCompilation(lowered.Compilation, out Compilation output, out _);
        using var stream = new MemoryStream();
        Assert.Empty(output.Emit(stream).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        _assembly = Assembly.Load(stream.ToArray());
    }

    /// <summary>A struct of the kernels' namespace.</summary>
    public object Struct(string name, params object[] values) => Activator.CreateInstance(_assembly.GetType($"{_namespace}.{name}")!, values)!;

    /// <summary>A truth value as kernels take it.</summary>
    public object Flag(bool value) => Struct("Flag", value ? 1 : 0);

    /// <summary>A value of an enum of the kernels' namespace.</summary>
    public object Enum(string name, int value) => System.Enum.ToObject(_assembly.GetType($"{_namespace}.{name}")!, value);

    /// <summary>Asserts that a kernel leaves the same in all its arrays both ways.</summary>
    /// <param name="name">The kernel, with its class where others have the same name; behind a colon what its choice of elements adds to its name.</param>
    /// <param name="lanes">The width of vectors; 0 for a kernel without.</param>
    /// <param name="grid">Items, or groups along the axes.</param>
    /// <param name="dynamicShared">Elements of shared memory.</param>
    /// <param name="within">How far floats may differ, relative to 1 or to the larger; 0 for the same bits.</param>
    /// <param name="arguments">Arrays of float, Half, int or byte, numbers and structs.</param>
    public void AssertSame(string name, int lanes, int[] grid, int dynamicShared, float within, params object[] arguments)
    {
        KernelFunction kernel = Lower(name, lanes);
        object[] expected = [.. arguments.Select(Copy)], actual = [.. arguments.Select(Copy)];
        int[] groups = [.. grid, .. Enumerable.Repeat(1, 3 - grid.Length)];
        object shape = kernel.OverItems ? grid[0] : LaunchShape.Tiles(groups[0], groups[1], groups[2], dynamicShared);
        RunAsCSharp(kernel, MethodOf(name), shape, expected, plan => plan.Run());
        IrInterpreter.Run(kernel, groups, dynamicShared, [.. actual.SelectMany(Parts)]);
        AssertSame("lowered", kernel, within, expected, actual);
        if (lanes > 4) return;

        object[] asPtx = [.. arguments.Select(Copy)];
        object[] parts = [.. asPtx.SelectMany(Parts)];
        if (kernel.OverItems) PtxRun.OverItems(kernel, groups[0], parts);
        else PtxRun.OverGroups(kernel, new(groups[0], groups[1], groups[2]), new(1), dynamicShared, parts);
        bool isApproximate = PtxRenderer.Render(kernel).Contains(".approx", StringComparison.Ordinal);
        AssertSame("as PTX", kernel, isApproximate ? MathF.Max(within, 1e-6f) : within, expected, asPtx);
    }

    /// <summary>Asserts that a kernel over groups of several items leaves the same in all its arrays by the race checker and as PTX.</summary>
    /// <param name="name">The kernel, which has no vectors of its own width.</param>
    /// <param name="shape">The groups, and the items of each.</param>
    /// <param name="within">How far floats may differ, relative to 1 or to the larger; 0 for the same bits.</param>
    /// <param name="arguments">Arrays of float or int, and numbers.</param>
    /// <returns>The arguments as the PTX leaves them.</returns>
    public object[] AssertSameInGroups(string name, LaunchShape shape, float within, params object[] arguments)
    {
        KernelFunction kernel = Lower(name, lanes: 0);
        object[] expected = [.. arguments.Select(Copy)], asPtx = [.. arguments.Select(Copy)];
        RunAsCSharp(kernel, MethodOf(name), shape, expected, plan => RaceChecker.Run(plan.Launches[0]));
        PtxRun.OverGroups(kernel, shape.Grid, shape.Group, shape.DynamicShared, asPtx);
        AssertSame("as PTX", kernel, within, expected, asPtx);
        return asPtx;
    }

    private KernelFunction Lower(string name, int lanes)
    {
        string[] words = name.Split(':');
        IMethodSymbol symbol = _lowered.Kernels.Single(kernel => words[0] == kernel.Name || words[0] == $"{kernel.ContainingType.Name}.{kernel.Name}");
        (KernelFunction? kernel, IReadOnlyList<DiagnosticInfo> problems) = _lowered.Lower(symbol, lanes, words.Length > 1 ? words[1] : "");
        Assert.Empty(problems.Select(problem => problem.ToDiagnostic().ToString()));
        return kernel!;
    }

    private static void AssertSame(string how, KernelFunction kernel, float within, object[] expected, object[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] is int[] integers) Assert.Equal(integers, (int[])actual[i]);
            if (expected[i] is byte[] bytes) Assert.Equal(bytes, (byte[])actual[i]);
            if (expected[i] is Half[] halves) Assert.Equal(halves.Select(Bits), ((Half[])actual[i]).Select(Bits));
            if (expected[i] is float[] floats)
            {
                for (int at = 0; at < floats.Length; at++)
                {
                    float other = ((float[])actual[i])[at];
                    if (!AreSame(floats[at], other, within))
                        Assert.Fail($"{kernel.Name} x{kernel.Lanes}, argument {i}, [{at}]: {floats[at]:R} in C#, {other:R} {how}\n{IrText.Of(kernel)}");
                }
            }
        }
    }

    private static int Bits(Half half) => Half.IsNaN(half) ? -1 : BitConverter.HalfToUInt16Bits(half);

    private static bool AreSame(float a, float b, float within) => within == 0
        ? BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b) || float.IsNaN(a) && float.IsNaN(b)
        : MathF.Abs(a - b) <= within * MathF.Max(1, MathF.Max(MathF.Abs(a), MathF.Abs(b)));

    private static string MethodOf(string name) => name.Split(':')[0].Split('.')[^1];

    private void RunAsCSharp(KernelFunction kernel, string method, object shape, object[] arguments, Action<Plan> run)
    {
        using var device = new CpuDevice(threads: 1, kernel.Lanes == 0 ? 1 : kernel.Lanes);
        using var memory = new DeviceMemory();
        object[] tensors = [.. arguments.Select((argument, i) => argument switch
        {
            float[] floats => Filled(device.NewTensor<float>($"{i}", Shape.Vector(floats.Length), memory), floats),
            Half[] halves => Filled(
                device.NewTensor<float>($"{i}", Shape.Vector(halves.Length), memory, inHalves: true), [.. halves.Select(half => (float)half)]),
            int[] integers => Filled(device.NewTensor<int>($"{i}", Shape.Vector(integers.Length), memory), integers),
            byte[] bytes => Filled(device.NewTensor<byte>($"{i}", Shape.Vector(bytes.Length), memory), bytes),
            _ => argument,
        })];
        MethodInfo create = _assembly.GetType($"{_namespace}.Launches+{kernel.Class}")!.GetMethod(method)!;
        object[] width = create.GetParameters()[1].Name == "vectorizedExtent" ? [kernel.Lanes] : [];
        var launch = (Launch)create.Invoke(null, [shape, .. width, .. tensors, 0L])!;
        var plan = new PlanBuilder(device);
        plan.Add(launch);
        run(plan.Build());
        for (int i = 0; i < arguments.Length; i++)
        {
            if (tensors[i] is Tensor<float> { InHalves: true } halves) halves.ToArray().Select(value => (Half)value).ToArray().CopyTo((Half[])arguments[i], 0);
            else if (tensors[i] is Tensor<float> floats) floats.ToArray().CopyTo((float[])arguments[i], 0);
            if (tensors[i] is Tensor<int> integers) integers.ToArray().CopyTo((int[])arguments[i], 0);
            if (tensors[i] is Tensor<byte> bytes) bytes.ToArray().CopyTo((byte[])arguments[i], 0);
        }
    }

    private static Tensor<T> Filled<T>(Tensor<T> tensor, T[] values) where T : unmanaged
    {
        tensor.Write(values);
        return tensor;
    }

    private static object Copy(object argument) => argument is Array array ? array.Clone() : argument;

    private static IEnumerable<object> Parts(object value)
    {
        Type type = value.GetType();
        if (type.IsEnum) return [Convert.ChangeType(value, type.GetEnumUnderlyingType(), System.Globalization.CultureInfo.InvariantCulture)];
        if (value is Array || type.IsPrimitive) return [value];
        return type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .OrderBy(field => field.MetadataToken).SelectMany(field => Parts(field.GetValue(value)!));
    }
}
