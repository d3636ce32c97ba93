using System.CommandLine;

namespace LiVOS.Bench.Layers;

/// <summary><c>layers</c>: the times of a frame's launches.</summary>
internal static class LayersCommand
{
    public static Command Create()
    {
        var command = new Command("layers", "Profiles a frame: every layer of the network, its speed and its share of the time.");
        var options = new WorkloadOptions(command);
        var frames = new Option<int>("--frames") { Description = "Frames to measure.", DefaultValueFactory = _ => 5 };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        command.Options.Add(frames);
        command.Options.Add(json);
        command.SetAction(line =>
        {
            using Workload workload = options.Open(line);
            Profile profile = Profile.Measure(workload, line.GetValue(frames));
            if (line.GetValue(json)) Report.WriteJson(profile);
            else ProfileTable.Write(profile, Console.Out);
        });
        return command;
    }
}
