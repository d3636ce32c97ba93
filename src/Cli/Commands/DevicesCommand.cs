using System.CommandLine;
using LiVOS.Runtime.Cpu;
using Spectre.Console;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos devices</c>: what can compute here.</summary>
static class DevicesCommand
{
    public static Command Create()
    {
        Option<bool> json = Options.Json();
        var command = new Command("devices", "List what can compute on this machine.") { json };
        command.SetAction(parse =>
        {
            DevicesReport report = DevicesReport.Make();
            Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), report, ReportJson.Default.DevicesReport, console => Show(console, report));
        });
        return command;
    }

    static void Show(IAnsiConsole console, DevicesReport report)
    {
        Table table = Report.Table("device", "what it is", "--device auto");
        foreach (DeviceReport device in report.Devices) table.AddRow(device.Name, device.Description, device.Name == report.Auto ? "takes it" : "");
        foreach (AbsentDevice device in report.Absent) table.AddRow(new Text(device.Name, Color.Grey), new Text(device.Reason, Color.Grey), Text.Empty);
        console.Write(table);
    }
}

/// <summary>What can compute, and what cannot.</summary>
/// <param name="Devices">What is there.</param>
/// <param name="Absent">What is not there, and why.</param>
/// <param name="Auto">What <c>--device auto</c> takes.</param>
sealed record DevicesReport(IReadOnlyList<DeviceReport> Devices, IReadOnlyList<AbsentDevice> Absent, string Auto)
{
    public static DevicesReport Make()
    {
        using var cpu = new CpuDevice();
        return new DevicesReport(
            [new DeviceReport(cpu.Name, cpu.Description, cpu.Threads, cpu.VectorWidth)],
            [new AbsentDevice("opencl", "not in this version"), new AbsentDevice("cuda", "not in this version")],
            Cli.Devices.Fastest);
    }
}

/// <summary>A device that is there.</summary>
/// <param name="Name">Its name for <c>--device</c>.</param>
/// <param name="Description">What it is.</param>
/// <param name="Threads">How many threads share its work.</param>
/// <param name="VectorWidth">The floats in one of its vectors.</param>
sealed record DeviceReport(string Name, string Description, int Threads, int VectorWidth);

/// <summary>A device that is not there.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why it is not there.</param>
sealed record AbsentDevice(string Name, string Reason);
