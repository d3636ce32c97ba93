using System.CommandLine;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Video;

namespace LiVOS.Bench.Videos;

/// <summary><c>video</c>: a long video from a file to a file.</summary>
internal static class VideoCommand
{
    private const int MostCompared = 100;

    public static Command Create()
    {
        var command = new Command("video", "Measures a long video, from file to file: memory over time, speed, and decoding and encoding beside the network.");
        var video = new Option<FileInfo>("--video") { Description = "The video.", Required = true };
        var mask = new Option<FileInfo>("--mask") { Description = "The mask of its first frame.", Required = true };
        var weights = new Option<FileInfo>("--weights") { Description = "A weight file.", Required = true };
        var side = new Option<int>("--side") { Description = "The shorter side as the network sees it.", DefaultValueFactory = _ => 480 };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        foreach (Option option in new Option[] { video, mask, weights, side, json }) command.Options.Add(option);
        var devices = new DeviceOptions(command);
        command.SetAction(async (line, cancellation) =>
        {
            using Device device = devices.Open(line);
            using Network network = Network.Load(line.GetRequiredValue(weights).FullName, device);
            string folder = Directory.CreateTempSubdirectory("livos-bench-").FullName;
            try
            {
                var run = new VideoRun(network, line.GetRequiredValue(video).FullName, Png.ReadMask(line.GetRequiredValue(mask).FullName), folder)
                {
                    Options = new SegmentationOptions { Size = line.GetValue(side) },
                };
                VideoTimes times = await run.MeasureAsync(MostCompared, Console.Error, cancellation);
                if (line.GetValue(json)) Report.WriteJson(times);
                else times.Write(Console.Out);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }
}
