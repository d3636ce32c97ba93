using System.CommandLine;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Memory;
using LiVOS.Cli.Reports;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.OpenCl;
using Spectre.Console;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos devices</c>: the devices of this machine.</summary>
static class DevicesCommand
{
    public static Command Create()
    {
        Option<bool> json = Options.Json();
        var command = new Command("devices", "List the devices of this machine, and why others cannot be used.") { json };
        command.SetAction(parse =>
        {
            DevicesReport report = DevicesReport.Make();
            Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), report, ReportJson.Default.DevicesReport, console => Show(console, report));
        });
        return command;
    }

    static void Show(IAnsiConsole console, DevicesReport report)
    {
        Table table = Report.Table("device", "what it is", "driver", "memory", "--device auto");
        foreach (DeviceReport device in report.Devices)
            table.AddRow(
                new Text(device.Name), new Text(device.Description), new Text(device.Driver ?? ""), new Text(Report.Size(device.MemoryBytes)),
                new Text(report.Auto == device.Name ? "takes it" : report.Auto is null && device.IsProcessor ? "takes the faster" : ""));
        foreach (AbsentDevice device in report.Absent) table.AddRow(new Text(device.Name, Color.Grey), new Text(device.Reason, Color.Grey), Text.Empty, Text.Empty, Text.Empty);
        console.Write(table);
    }
}

/// <summary>The devices that can be used, and those that cannot.</summary>
/// <param name="Devices">The devices.</param>
/// <param name="Absent">Kinds of devices that do not exist here or cannot be used, and why.</param>
/// <param name="Auto">The device that <c>--device auto</c> takes; null where it has not measured yet which one is the fastest.</param>
sealed record DevicesReport(IReadOnlyList<DeviceReport> Devices, IReadOnlyList<AbsentDevice> Absent, string? Auto)
{
    public static DevicesReport Make()
    {
        using var cpu = new CpuDevice();
        CudaDevices cuda = CudaDevices.Find();
        OpenClDevices found = OpenClDevices.Find();
        return new DevicesReport(
            [
                new DeviceReport(cpu.Name, cpu.Description, cpu.Threads, cpu.VectorWidth, SystemMemory.Available(), Driver: null, IsProcessor: true),
                .. cuda.Usable.Select(DeviceReport.Of),
                .. found.Usable.Select(DeviceReport.Of),
            ],
            [
                .. cuda.WhyNone is string whyNoCuda ? [new AbsentDevice(ComputeDevices.Cuda, whyNoCuda)] : Array.Empty<AbsentDevice>(),
                .. cuda.All.Where(device => device.WhyUnusable is not null).Select(device => new AbsentDevice(device.Name, $"{device}: {device.WhyUnusable}")),
                .. found.WhyNone is string why ? [new AbsentDevice(ComputeDevices.OpenCl, why)] : Array.Empty<AbsentDevice>(),
                .. found.All.Where(device => device.WhyUnusable is not null).Select(device => new AbsentDevice(device.Name, $"{device}: {device.WhyUnusable}")),
            ],
            AutomaticDevice.Known(cuda, found));
    }
}

/// <summary>A device that can be used.</summary>
/// <param name="Name">Its name for <c>--device</c>.</param>
/// <param name="Description">What it is.</param>
/// <param name="Threads">How many threads or compute units share its work.</param>
/// <param name="VectorWidth">The floats in one of its vectors.</param>
/// <param name="MemoryBytes">Its memory.</param>
/// <param name="Driver">The driver and its version; null where it needs none.</param>
/// <param name="IsProcessor">Whether it is the machine's processor.</param>
sealed record DeviceReport(string Name, string Description, int Threads, int VectorWidth, long MemoryBytes, string? Driver, bool IsProcessor)
{
    public static DeviceReport Of(CudaDeviceInfo device) => new(
        device.Name, $"{device}, {device.Multiprocessors} multiprocessors", device.Multiprocessors, new CudaOptions().VectorWidth, device.MemoryBytes,
        $"CUDA {device.DriverVersion}", IsProcessor: false);

    public static DeviceReport Of(OpenClDeviceInfo device) => new(
        device.Name, $"{device.ProductName}, {KindOf(device)} of {device.ComputeUnits} compute units, vectors of {device.VectorWidth} floats",
        device.ComputeUnits, device.VectorWidth, device.MemoryBytes, $"{device.Platform} {device.DriverVersion}", device.Kind == DeviceKind.Processor);

    static string KindOf(OpenClDeviceInfo device) => device.Kind switch
    {
        DeviceKind.Processor => "a processor",
        DeviceKind.Gpu => "a GPU",
        _ => "an accelerator",
    };
}

/// <summary>A device that cannot be used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why not.</param>
sealed record AbsentDevice(string Name, string Reason);
