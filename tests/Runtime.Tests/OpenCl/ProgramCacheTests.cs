using LiVOS.Runtime.OpenCl;
using static LiVOS.Testing.Devices.OpenClTest;

namespace LiVOS.Runtime.Tests.OpenCl;

public sealed class ProgramCacheTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livos-cache-");

    public static TheoryData<string> Devices => Names;

    [SkippableTheory, MemberData(nameof(Devices))]
    public void A_program_is_compiled_once_for_all_starts(string name)
    {
        Assert.Equal(1, Compiled(name, _folder.FullName, "a"));
        string file = Assert.Single(Files());
        Assert.Equal(0, Compiled(name, _folder.FullName, "a"));
        Assert.Equal(1, Compiled(name, _folder.FullName, "another source"));
        Assert.Equal(0, Compiled(name, _folder.FullName, "a"));
        Assert.Equal(0, Compiled(name, _folder.FullName, "another source"));
        Assert.Equal(2, Files().Length);
        Assert.Contains(file, Files());
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Damaged_files_are_replaced(string name)
    {
        Compiled(name, _folder.FullName, "a");
        string file = Assert.Single(Files());
        byte[] whole = File.ReadAllBytes(file);
        byte[] flipped = [.. whole];
        flipped[^100] ^= 1;
        byte[] ofAnotherKey = [.. whole];
        ofAnotherKey[10] ^= 1;

        foreach (byte[] damaged in new[] { flipped, ofAnotherKey, whole[..^1], whole[..20], [], [.. whole, 0], "not a program"u8.ToArray() })
        {
            File.WriteAllBytes(file, damaged);
            Assert.Equal(1, Compiled(name, _folder.FullName, "a"));
            Assert.Equal(0, Compiled(name, _folder.FullName, "a"));
        }
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void A_program_that_the_driver_refuses_is_compiled_again(string name)
    {
        OpenClDeviceInfo device = Info(name);
        using OpenClDevice opened = Open(name);
        using var memory = new DeviceMemory();
        TextLaunch launch = Launch(opened.New(memory, 1f), "a");
        OpenClPrograms.CacheOf(_folder.FullName, device).Write(ProgramSource.OpenClC(launch, 1), OpenClBuildOptions.Of(device), "foreign"u8);
        Assert.Single(Files());

        Assert.Equal(1, Compiled(name, _folder.FullName, "a"));
        Assert.Single(Files());
        Assert.Equal(0, Compiled(name, _folder.FullName, "a"));
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void A_folder_that_cannot_be_made_costs_only_time(string name)
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");

        Assert.Equal(1, Compiled(name, Path.Combine(file, "cache"), "a"));
        Assert.Equal(1, Compiled(name, Path.Combine(file, "cache"), "a"));
        Assert.Equal([file], Files());
    }

    [Fact]
    public void The_folder_is_where_the_variable_says()
    {
        string? before = Environment.GetEnvironmentVariable(CacheFolder.Variable);
        try
        {
            Environment.SetEnvironmentVariable(CacheFolder.Variable, _folder.FullName);
            Assert.Equal(_folder.FullName, CacheFolder.Usual);
            Environment.SetEnvironmentVariable(CacheFolder.Variable, null);
            Assert.Equal("livos", Path.GetFileName(CacheFolder.Usual));
        }
        finally
        {
            Environment.SetEnvironmentVariable(CacheFolder.Variable, before);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Runs a plan on a device opened anew, checks its result, and counts the programs that the driver had to compile.</summary>
    private static int Compiled(string name, string folder, string comment)
    {
        var count = new Count();
        using OpenClDevice device = Open(name, new OpenClOptions { CacheFolder = folder, Progress = count });
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f, 2, 3);
        PlanOf(device, Launch(x, comment)).Run();
        Assert.Equal([2, 4, 6], x.ToArray());
        return count.Value / 3;
    }

    private static TextLaunch Launch(Tensor<float> x, string comment) => TextLaunch.Scale(x, x, 2, comment);

    private string[] Files() => Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories);

    private sealed class Count : IProgress<KernelProgress>
    {
        private int _value;

        public int Value => _value;

        public void Report(KernelProgress value) => Interlocked.Increment(ref _value);
    }
}
