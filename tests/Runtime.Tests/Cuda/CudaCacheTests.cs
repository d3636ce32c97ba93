using LiVOS.Runtime.Cuda;
using LiVOS.Testing.Cuda;
using static LiVOS.Testing.Devices.OpenClTest;

namespace LiVOS.Runtime.Tests.Cuda;

public sealed class CudaCacheTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livos-cache-");

    [Fact]
    public void A_kernel_is_compiled_once_for_all_starts()
    {
        Assert.Equal(1, Compiled("a"));
        Assert.Single(Files());
        Assert.Equal(0, Compiled("a"));
        Assert.Equal(1, Compiled("another text"));
        Assert.Equal(0, Compiled("a"));
        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public void Another_card_or_driver_compiles_anew()
    {
        Assert.Equal(1, Compiled("a"));
        Assert.Equal(1, Compiled("a", new MockDriver { Version = 12060 }));
        Assert.Equal(1, Compiled("a", new MockDriver(new MockCard { Capability = new(9, 0) })));
        Assert.Equal(1, Compiled("a", new MockDriver(new MockCard("Other"))));
        Assert.Equal(0, Compiled("a"));
        Assert.Equal(4, Files().Length);
    }

    [Fact]
    public void Damaged_files_are_replaced()
    {
        Compiled("a");
        string file = Assert.Single(Files());
        byte[] whole = File.ReadAllBytes(file);
        byte[] flipped = [.. whole];
        flipped[^100] ^= 1;
        foreach (byte[] damaged in new[] { flipped, whole[..^1], whole[..20], [], [.. whole, 0], "not a program"u8.ToArray() })
        {
            File.WriteAllBytes(file, damaged);
            Assert.Equal(1, Compiled("a"));
            Assert.Equal(0, Compiled("a"));
        }
    }

    [Fact]
    public void A_program_that_the_driver_refuses_is_compiled_again()
    {
        var driver = new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver);
        using var memory = new DeviceMemory();
        ProgramSource source = ProgramSource.Ptx(PtxLaunch.Scale(device.New(memory, 1f), device.New(memory, 1f), 2, "a"), 4);
        CudaModules.CacheOf(_folder.FullName, device.Info).Write(source, "", "foreign"u8);

        Assert.Equal(1, Compiled("a"));
        Assert.Equal(0, Compiled("a"));
        Assert.Single(Files());
    }

    [Fact]
    public void A_folder_that_cannot_be_made_costs_only_time()
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");

        Assert.Equal(1, Compiled("a", folder: Path.Combine(file, "cache")));
        Assert.Equal(1, Compiled("a", folder: Path.Combine(file, "cache")));
        Assert.Equal([file], Files());
    }

    [Fact]
    public void Compiling_tells_how_far_it_is_and_what_the_compiler_says()
    {
        Heard<KernelProgress> progress = new();
        Heard<KernelLog> logs = new();
        var options = new CudaOptions { CacheFolder = null, Progress = progress, Logs = logs };
        using CudaDevice device = CudaUnderTest.Open(new MockDriver(), options);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f);
        Plan plan = PlanOf(device, PtxLaunch.Scale(x, x, 1, "one"), PtxLaunch.Scale(x, x, 1, "two"), PtxLaunch.Scale(x, x, 2, "one"));

        device.Prepare(plan);
        plan.Run();

        Assert.Equal([new KernelProgress("Text.Scale", 1, 2), new KernelProgress("Text.Scale", 2, 2)], progress.Reports);
        Assert.Equal(2, logs.Reports.Count(log => log.Kernel == "Text.Scale" && log.Text.StartsWith("machine info", StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Runs a plan on a device opened anew, checks its result, and counts the kernels that the driver had to compile.</summary>
    private int Compiled(string comment, MockDriver? driver = null, string? folder = null)
    {
        driver ??= new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver, new CudaOptions { CacheFolder = folder ?? _folder.FullName });
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f, 2, 3);
        PlanOf(device, PtxLaunch.Scale(x, x, 2, comment)).Run();
        Assert.Equal([2, 4, 6], x.ToArray());
        return driver.CountOf("cuLinkComplete");
    }

    private string[] Files() => Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories);

    private sealed class Heard<T> : IProgress<T>
    {
        public List<T> Reports { get; } = [];

        public void Report(T value)
        {
            lock (Reports) Reports.Add(value);
        }
    }
}
