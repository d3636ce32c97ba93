namespace LiVOS.Packages.Tests;

/// <summary>Kernels of a user's own, compiled by the package's generator.</summary>
[Collection(nameof(PackageFolder))]
[Trait("Category", "Long")]
public sealed class CompilerTests(PackageFolder packages)
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("packages/LiVOS.Kernels.Compiler/README.md"));

    [Fact]
    public async Task The_kernel_of_its_page_runs()
    {
        const string use = """
            using LiVOS.Runtime;
            using LiVOS.Runtime.Cpu;
            using Sample;

            using var device = new CpuDevice();
            using var memory = new DeviceMemory();
            var shape = new Shape(Objects: 1, Height: 1, Width: 1, Channels: 3);
            Tensor<float> x = device.NewTensor<float>("x", shape, memory), y = device.NewTensor<float>("y", shape, memory);
            x.Write([1, 2, 3]);
            var builder = new PlanBuilder(device);
            builder.Add(Launches.Doubling.Double(3, x, y));
            builder.Build().Run();
            var result = new float[3];
            y.Read(result);
            Console.WriteLine(string.Join(' ', result));
            """;
        using Consumer consumer = Consumer.OfText(packages, use, "LiVOS", "LiVOS.Kernels.Compiler");
        consumer.AddFile("Doubling.cs", s_page.Split("```csharp\n")[1].Split("```")[0]);
        await consumer.MakeAsync("build");
        Assert.Contains("2 4 6", await consumer.RunAsync());
    }
}
