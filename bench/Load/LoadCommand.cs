using System.CommandLine;

namespace LiVOS.Bench.Load;

/// <summary><c>load</c>: many clients at a time of a server that runs already.</summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var command = new Command("load", "Measures a server that runs (livos serve) with many clients: what they wait, and that nothing is lost.");
        var address = new Option<string>("--address") { Description = "The server's address.", DefaultValueFactory = _ => "http://127.0.0.1:8000" };
        var frames = new Option<DirectoryInfo>("--frames") { Description = "A folder of frames.", Required = true };
        var mask = new Option<FileInfo>("--mask") { Description = "The mask of its first frame.", Required = true };
        var clients = new Option<int>("--clients") { Description = "Clients, each with a session.", DefaultValueFactory = _ => 100 };
        var steps = new Option<int>("--steps") { Description = "Frames of each client.", DefaultValueFactory = _ => 10 };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        foreach (Option option in new Option[] { address, frames, mask, clients, steps, json }) command.Options.Add(option);
        command.SetAction(async (line, cancellation) =>
        {
            string[] names = [.. Directory.GetFiles(line.GetRequiredValue(frames).FullName).Order(StringComparer.Ordinal)];
            byte[][] files = [.. names.Take(line.GetValue(steps)).Select(File.ReadAllBytes)];
            var run = new LoadRun(new Uri(line.GetValue(address)!), files, File.ReadAllBytes(line.GetRequiredValue(mask).FullName));
            LoadTimes times = await run.MeasureAsync(line.GetValue(clients), cancellation);
            if (line.GetValue(json)) Report.WriteJson(times);
            else times.Write(Console.Out);
        });
        return command;
    }
}
