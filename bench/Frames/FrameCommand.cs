using System.CommandLine;
using System.Diagnostics;
using LiVOS.Model;
using LiVOS.Model.Estimation;
using LiVOS.Model.Session;

namespace LiVOS.Bench.Frames;

/// <summary><c>frame</c>: the time of a frame and the memory of the process.</summary>
internal static class FrameCommand
{
    public static Command Create()
    {
        var command = new Command("frame", "Measures whole frames: seconds of each, what each allocates, and the process's peak memory.");
        var options = new WorkloadOptions(command);
        var frames = new Option<int>("--frames") { Description = "Frames to measure.", DefaultValueFactory = _ => 10 };
        var warmUp = new Option<int>("--warm-up") { Description = "Frames before them; at least 2.", DefaultValueFactory = _ => 3 };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        command.Options.Add(frames);
        command.Options.Add(warmUp);
        command.Options.Add(json);
        command.SetAction(line =>
        {
            using Workload workload = options.Open(line);
            workload.WarmUp(line.GetValue(warmUp));
            (double Seconds, long AllocatedBytes)[] steps = [.. Enumerable.Range(0, line.GetValue(frames)).Select(_ => workload.Step())];
            long peak = Process.GetCurrentProcess().PeakWorkingSet64;
            int objects = workload.Segmenter.ObjectIds.Count;
            var geometry = new FrameGeometry(workload.Clip.Height, workload.Clip.Width);
            var path = new FramePath(ResizesOnHost: true, InFlight: 1);
            MemoryEstimate planned = MemoryEstimate.For(workload.Network, geometry, objects, path, bands: workload.Bands);
            var times = new FrameTimes(
                workload.Clip.Height, workload.Clip.Width, objects, $"{workload.Device.Name}: {workload.Device.Description}",
                [.. steps.Select(step => step.Seconds)], [.. steps.Select(step => step.AllocatedBytes)], planned.TotalBytes, peak);
            if (line.GetValue(json)) Report.WriteJson(times);
            else times.Write(Console.Out);
        });
        return command;
    }
}
