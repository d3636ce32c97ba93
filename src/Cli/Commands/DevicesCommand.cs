using System.CommandLine;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Reports;
using Spectre.Console;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos devices</c>: the devices of this machine.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        Option<bool> json = Options.Json();
        var command = new Command("devices", "List the devices of this machine, and why others cannot be used.") { json };
        command.SetAction(parse =>
        {
            DevicesReport report = DevicesReport.Make();
            Report.Print(
                parse.InvocationConfiguration.Output, parse.GetValue(json), report, ReportJson.Default.DevicesReport, console => Show(console, report));
        });
        return command;
    }

    private static void Show(IAnsiConsole console, DevicesReport report)
    {
        Table table = Report.Table("device", "description", "driver", "memory", "--device auto");
        foreach (DeviceReport device in report.Devices)
            table.AddRow(
                new Text(device.Name), new Text(device.Description), new Text(device.Driver ?? ""), new Text(Report.Size(device.MemoryBytes)),
                new Text(WhatAutoDoes(report, device)));
        foreach (AbsentDevice device in report.Absent)
            table.AddRow(new Text(device.Name, Color.Grey), new Text(device.Reason, Color.Grey), Text.Empty, Text.Empty, Text.Empty);
        console.Write(table);
    }

    /// <summary>What <c>--device auto</c> does with a device.</summary>
    private static string WhatAutoDoes(DevicesReport report, DeviceReport device)
    {
        if (report.Auto == device.Name) return "takes it";
        if (device.OnlyByName) return "never takes it";
        return report.Auto is null && device.IsProcessor ? "takes the faster" : "";
    }
}
