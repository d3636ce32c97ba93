using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LiVOS.Cli.CommandLine;
using LiVOS.Model;
using LiVOS.Model.Clicks;
using LiVOS.Runtime;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Bench.Clicks;

/// <summary><c>clicks</c>: the time of a frame's features, and of a mask of a click upon them.</summary>
internal static class ClicksCommand
{
    private const ulong Seed = 1;
    private const int Rounds = 15;

    public static Command Create()
    {
        var command = new Command("clicks", "Measures a click session: a frame's features, and the mask of each click; medians and least times.");
        var weights = new Option<FileInfo?>("--weights") { Description = "A weight file with a click head instead of synthetic weights." };
        var size = new Option<FrameSize>("--size")
        {
            HelpName = "HxW",
            Description = "Rows x columns of the frame.",
            DefaultValueFactory = _ => new FrameSize(480, 864),
            CustomParser = argument =>
            {
                if (FrameSize.Parse(argument.Tokens[0].Value, out FrameSize parsed) is string fault) argument.AddError(fault);
                return parsed;
            },
        };
        command.Options.Add(weights);
        command.Options.Add(size);
        var device = new DeviceOptions(command);
        command.SetAction(line =>
        {
            using Device opened = device.Open(line);
            using ITensorSource source = line.GetValue(weights) is { } file
                ? SafetensorsFile.Open(file.FullName) : new SyntheticWeights(Architecture.ResNet18 with { Click = ClickShape.Usual }, Seed);
            Measure(opened, source, line.GetValue(size));
        });
        return command;
    }

    private static void Measure(Device device, ITensorSource weights, FrameSize size)
    {
        using Network network = Network.Load(weights, device);
        using var session = new ClickSession(network, new FrameGeometry(size.Height, size.Width));
        byte[] frame = new byte[3 * size.Height * size.Width], mask = new byte[size.Height * size.Width];
        new Random((int)Seed).NextBytes(frame);
        double[] features = new double[Rounds], clicks = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            features[round] = Seconds(() =>
            {
                session.SetFrame(frame);
                device.Wait();
            });
            session.Click(size.Width / 2, size.Height / 2);
            clicks[round] = Seconds(() =>
            {
                session.Click(size.Width / 4, size.Height / 4, isPositive: false);
                session.ReadMask(mask);
            });
        }

        Console.WriteLine($"{device.Name}: {device.Description}, {size}");
        Tell("features", features);
        Tell("a click", clicks);
    }

    private static double Seconds(Action action)
    {
        long begun = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static void Tell(string what, double[] seconds)
    {
        double[] sorted = [.. seconds.Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {sorted[Rounds / 2] * 1e3:0.0} ms, at least {sorted[0] * 1e3:0.0} ms"));
    }
}
