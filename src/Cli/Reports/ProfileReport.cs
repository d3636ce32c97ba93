using System.Globalization;
using LiVOS.Runtime;
using Spectre.Console;

namespace LiVOS.Cli.Reports;

/// <summary>The result of <c>--profile</c>: the times of the network's kernels and stages.</summary>
/// <param name="Frames">The frames that were computed.</param>
/// <param name="Kernels">The time of each kernel, longest first.</param>
/// <param name="Stages">The time of each stage of the network, longest first.</param>
internal sealed record ProfileReport(int Frames, IReadOnlyList<ProfileRow> Kernels, IReadOnlyList<ProfileRow> Stages)
{
    public static ProfileReport Of(ProfiledDevice device) => new(
        device.Runs,
        ProfileRow.Group(device.Times, times => times.Kernel, device.Runs),
        ProfileRow.Group(device.Times, times => times.Layer.Split('.')[0], device.Runs));

    /// <summary>Shows it to people.</summary>
    public void Show(IAnsiConsole console)
    {
        console.Write(TableOf("kernel", Kernels));
        console.Write(TableOf("stage of the network", Stages));
        console.WriteLine(
            $"Times are per frame, the mean of {Frames} frames. "
            + "GFLOP/s count the operations of the plain definition, where they are known.");
    }

    private static Table TableOf(string title, IReadOnlyList<ProfileRow> rows)
    {
        Table table = Report.Table(title, "launches", "ms", "share", "GFLOP/s");
        foreach (TableColumn column in table.Columns.Skip(1)) column.RightAligned();
        double all = rows.Sum(row => row.Milliseconds);
        foreach (ProfileRow row in rows)
            table.AddRow(
                new Text(row.Name), Number($"{row.Launches:0.#}"), Number($"{row.Milliseconds:0.00}"), Number($"{100 * row.Milliseconds / all:0.0} %"),
                row.GigaflopsPerSecond is double speed ? Number($"{speed:0.0}") : Text.Empty);
        table.AddRow(new Markup("[bold]sum[/]"), Number($"{rows.Sum(row => row.Launches):0.#}"), Number($"{all:0.00}"), Text.Empty, Text.Empty);
        return table;
    }

    private static Text Number(FormattableString number) => new(number.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A kernel or a stage of the network, and its part of a frame.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Launches">The number of launches per frame.</param>
/// <param name="Milliseconds">The time per frame.</param>
/// <param name="GigaflopsPerSecond">The operations of the plain definition in that time; null if they are not known.</param>
internal sealed record ProfileRow(string Name, double Launches, double Milliseconds, double? GigaflopsPerSecond)
{
    /// <summary>Sums times under names, longest first.</summary>
    public static ProfileRow[] Group(IEnumerable<LaunchTimes> times, Func<LaunchTimes, string> name, int frames) =>
    [
        .. times.GroupBy(name).Select(group => Of(group.Key, [.. group], frames)).OrderByDescending(row => row.Milliseconds),
    ];

    private static ProfileRow Of(string name, LaunchTimes[] times, int frames)
    {
        double seconds = times.Sum(time => time.Seconds);
        long operations = times.Sum(time => time.FloatingOperations);
        return new(name, (double)times.Sum(time => time.Launches) / frames, 1e3 * seconds / frames, operations > 0 ? operations / seconds * 1e-9 : null);
    }
}
