using System.Text.Json;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.OpenCl;
using LiVOS.Runtime.Registry;

namespace LiVOS.Cli.Tests;

/// <summary>The choice of what computes, and the times of its kernels.</summary>
public sealed class DeviceTests : IDisposable
{
    private readonly MadeUpClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task Devices_are_listed_with_what_they_are()
    {
        JsonElement report = Json(await Livos.RunAsync("devices", "--json"));

        JsonElement[] devices = [.. report.GetProperty("devices").EnumerateArray()];
        Assert.Equal("cpu", devices[0].GetProperty("name").GetString());
        Assert.Equal(
            DeviceRegistry.Usable().Select(device => device.Name),
            devices.Where(device => !device.GetProperty("only_by_name").GetBoolean()).Select(device => device.GetProperty("name").GetString()));
        Assert.Contains("ilgpu:cpu:0", devices.Select(device => device.GetProperty("name").GetString()));
        Assert.All(devices, device => Assert.True(device.GetProperty("memory_bytes").GetInt64() > 0));
        if (CudaDevices.Find().WhyNone is string whyNoCuda)
            Assert.Contains(
                ("cuda", whyNoCuda),
                report.GetProperty("absent").EnumerateArray()
                    .Select(device => (device.GetProperty("name").GetString()!, device.GetProperty("reason").GetString()!)));
        Assert.Contains("vectors of", (await Livos.RunAsync("devices")).Succeeded().Output);
    }

    [SkippableFact]
    public async Task Without_a_driver_auto_takes_the_processor_and_says_why()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Drivers are hidden by a variable of Linux' OpenCL loader.");
        string command = $"OCL_ICD_VENDORS='{_clip["no-drivers"]}' {ChildProcess.ShellCommand}";

        Outcome devices = await ChildProcess.RunAsync("sh", "-c", $"{command} devices");
        Outcome auto = await ChildProcess.RunAsync("sh", "-c", $"{command} segment '{_clip.Frames}' --masks '{_clip.Masks}' --out '{_clip.Out}' --size 48");
        Outcome asked = await ChildProcess.RunAsync("sh", "-c", $"{command} plan --size 48x48 --device opencl");

        Assert.Contains("pocl-opencl-icd", devices.Output);
        Assert.Equal(ExitCode.Done, auto.Code);
        Assert.Matches(@"^--device auto took cpu \(.*\): no other device can be used \('livos devices' says why\)\.\n", auto.Error);
        asked.RefusedWith("There is no OpenCL device", "install", "--device cpu");
    }

    [SkippableFact]
    public async Task Auto_measures_once_and_says_what_it_took()
    {
        SkipWithoutOpenCl();
        Skip.If(DeviceRegistry.Usable().Any(device => device.Kind == DeviceKind.Gpu), "There is a GPU, which auto takes unmeasured.");
        string[] args = ["segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, "--size", "48"];

        await Livos.RunAsItStandsAsync(args);
        Outcome again = await Livos.RunAsItStandsAsync(args);

        Assert.Equal(ExitCode.Done, again.Code);
        Assert.Matches(@"^--device auto took (cpu|opencl:0) \(.*\): as measured before, a short test takes cpu [\d.]+ ms, opencl:0 [\d.]+ ms\.", again.Error);
        string taken = again.Error.Split(' ')[3];
        Assert.Equal(taken, Json(await Livos.RunAsync("devices", "--json")).GetProperty("auto").GetString());
    }

    [SkippableTheory]
    [InlineData("opencl", "cpu")]
    [InlineData("opencl:0", "gpu")]
    public async Task An_OpenCL_device_gives_the_processors_masks(string device, string schedule)
    {
        SkipWithoutOpenCl();
        (await Livos.SegmentAsync(_clip)).Succeeded();
        Dictionary<string, byte[]> expected = Directory.GetFiles(_clip.Out, "*.png").ToDictionary(file => file, File.ReadAllBytes);
        Directory.Delete(_clip.Out, recursive: true);

        Outcome outcome = await Livos.SegmentAsync(_clip, "--device", device, "--schedule", schedule);

        Assert.True(outcome.Code == ExitCode.Done, outcome.Error);
        Assert.Contains("opencl:", outcome.Output);
        Assert.NotEmpty(expected);
        Assert.All(expected, mask => Assert.Equal(mask.Value, File.ReadAllBytes(mask.Key)));
    }

    [Fact]
    public async Task Unavailable_devices_are_refused()
    {
        (await Livos.RunAsync("plan", "--size", "48x48", "--device", "cpu", "--schedule", "gpu"))
            .RefusedWith("GPU schedule", "Leave --schedule out", "--device");
        (await Livos.RunAsync("plan", "--size", "48x48", "--device", "cpu", "--precision", "fp16")).RefusedWith("kernels over halves", "--precision");
        if (CudaDevices.Find().WhyNone is not null)
            (await Livos.RunAsync("plan", "--size", "48x48", "--device", "cuda")).RefusedWith("There is no CUDA device", "driver", "--device cpu");
        if (OpenClDevices.Find().WhyNone is not null) return;
        (await Livos.RunAsync("plan", "--size", "48x48", "--device", "opencl:99")).RefusedWith("'opencl:99'", "livos devices");
        (await Livos.RunAsync("plan", "--size", "48x48", "--device", "opencl", "--threads", "2")).RefusedWith("Leave --threads out", "cpu");
    }

    [Fact]
    public async Task A_driver_that_fails_under_auto_leaves_the_work_to_the_processor()
    {
        var error = new StringWriter();
        List<Device> tried = [];

        string name = await new DeviceChoice("auto", Threads: 1).UseAsync(error, device =>
        {
            tried.Add(device);
            return tried.Count == 1
                ? throw new OpenClBuildException(-11, "Im2colConvolution.Convolve", "error: first\nerror: second")
                : Task.FromResult(device.Name);
        });

        Assert.Equal("cpu", name);
        Assert.IsType<CpuDevice>(tried[1]);
        string told = error.ToString().TrimEnd().Split('\n')[^1];
        Assert.All(["Im2colConvolution.Convolve", "error: first", "cpu continues"], part => Assert.Contains(part, told));
        Assert.DoesNotContain("second", told);
    }

    [Fact]
    public async Task A_driver_that_fails_is_reported_with_its_log()
    {
        var failure = new OpenClBuildException(-11, "Im2colConvolution.Convolve", "error: first\nerror: second");

        await Assert.ThrowsAsync<OpenClBuildException>(() => new DeviceChoice("cpu").UseAsync<int>(TextWriter.Null, _ => throw failure));

        Assert.Equal(ExitCode.BadInput, Failure.ExitCodeOf(failure));
        Assert.All(["Im2colConvolution.Convolve", "error: first", "error: second", "--device cpu"], part => Assert.Contains(part, Failure.Describe(failure)));
    }

    [SkippableTheory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    public async Task A_profile_adds_up(string device)
    {
        if (device != "cpu") SkipWithoutOpenCl();

        JsonElement profile = Json(await Livos.SegmentAsync(_clip, "--device", device, "--profile", "--json")).GetProperty("profile");

        Assert.Equal(4, profile.GetProperty("frames").GetInt32());
        double[] sums = [.. new[] { "kernels", "stages" }.Select(
            part => profile.GetProperty(part).EnumerateArray().Sum(row => row.GetProperty("milliseconds").GetDouble()))];
        Assert.True(sums[0] > 0);
        Assert.Equal(sums[0], sums[1], sums[0] * 1e-9);
        Assert.Superset(
            new HashSet<string> { "image_encoder", "key_projector", "mask_decoder", "mask_encoder" },
            profile.GetProperty("stages").EnumerateArray().Select(row => row.GetProperty("name").GetString()!).ToHashSet());
        Assert.Contains("Winograd.Convolve3x3", profile.GetProperty("kernels").EnumerateArray().Select(row => row.GetProperty("name").GetString()));
        if (device == "cpu") Assert.Contains("stage of the network", (await Livos.SegmentAsync(_clip, "--profile")).Succeeded().Output);
    }

    private static void SkipWithoutOpenCl() => Skip.If(OpenClDevices.Find().WhyNone is not null, OpenClDevices.Find().WhyNone);

    private static JsonElement Json(Outcome outcome)
    {
        Assert.True(outcome.Code == ExitCode.Done, outcome.Error);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        return document.RootElement.Clone();
    }
}
