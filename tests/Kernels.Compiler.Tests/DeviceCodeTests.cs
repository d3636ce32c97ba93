namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>Device code and host code stand in files of their own.</summary>
public class DeviceCodeTests
{
    private const string Kernel = "[Kernel] public static void Half(Index1D i, ArrayView<float> x) => x[i] = Other.Of(x[i]);";

    [Fact]
    public void The_networks_device_files_have_nothing_of_the_host()
    {
        string[] paths = [.. NetworkKernelsTests.Sources()];
        Lowered network = NetworkKernelsTests.Network();
        IEnumerable<string> faults = DeviceCode.Faults(network).Select(fault => Named(fault, paths));
        Assert.Empty(faults);
        Assert.True(DeviceCode.Files(network).Count() > 25);
    }

    [Theory]
    [InlineData("static float Of(float x) => x / 2;", null)]
    [InlineData("static float Of(float x) => MathF.Max(x, 0);", null)]
    [InlineData("static float Of(float x) => Vec1.ReduceMax(Vec1.Splat(x));", null)]
    [InlineData("const int Two = 2; static float Of(float x) => x / Two;", null)]
    [InlineData("static float Of(float x) => x; static LaunchShape Grid() => LaunchShape.Tiles(1);", "LiVOS.Runtime.Language.LaunchShape")]
    [InlineData("static float Of(float x) => x; static void Take(LiVOS.Runtime.Tensor<float> y) { }", "LiVOS.Runtime.Tensor<T>")]
    [InlineData("static float Of(float x) => x; static LiVOS.Runtime.Launch Take() => null!;", "LiVOS.Runtime.Launch")]
    [InlineData("static float Of(float x) => x; static int Width(LiVOS.Runtime.Device device) => device.VectorWidth;", "LiVOS.Runtime.Device")]
    [InlineData("static float Of(float x) => x; static void Take(Span<float> y) { }", "System.Span<T>")]
    [InlineData("static float Of(float x) => Numbers(1).Max(); static float[] Numbers(int n) => null!;", "System.Linq.Enumerable")]
    [InlineData("static float Of(float x) => x; static float[] Table() => null!;", "float[]")]
    [InlineData("static float Of(float x) => (float)Math.Pow(x, 2.0);", "double")]
    [InlineData("static float Of(float x) => x; static string Name => \"half\";", "string")]
    public void Host_code_is_found_in_whatever_a_device_file_uses(string other, string? fault)
    {
        const string head = "using LiVOS.Runtime.Language;\nnamespace Sample;\n";
        Lowered lowered = Lowered.Files(
            $"{head}public static class Ops {{ {Kernel} }}",
            $"{head}public static class Other {{ "
                + $"{other.Replace("static ", "public static ", StringComparison.Ordinal).Replace("const ", "public const ", StringComparison.Ordinal)} }}",
            $"using LiVOS.Runtime;\n{head}public static class Host {{ public static LaunchShape Of(Device device) => LaunchShape.Tiles(device.Parallelism); "
                + "}");

        IReadOnlyCollection<string> faults = DeviceCode.Faults(lowered);

        if (fault is null) Assert.Empty(faults);
        else Assert.Contains($"File1.cs: {fault}", faults);
        Assert.DoesNotContain(faults, one => one.StartsWith("File2.cs", StringComparison.Ordinal));
    }

    /// <summary>Puts a file's path in the place of its number.</summary>
    private static string Named(string text, string[] paths)
    {
        int end = text.IndexOf(".cs", StringComparison.Ordinal);
        return paths[int.Parse(text["File".Length..end])] + text[(end + ".cs".Length)..];
    }
}
