using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LiVOS.Model;
using LiVOS.Model.Layers;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Bench.Load;

/// <summary><c>sessions</c>: ways in which one machine can serve several sessions, measured in turns.</summary>
internal static class SessionsCommand
{
    private static readonly int[] s_batches = [1, 2, 4];

    public static Command Create()
    {
        var command = new Command(
            "sessions", "Measures several sessions on the CPU: one after another, side by side with the cores shared out, and frames in one batch.");
        var options = new WorkloadOptions(command);
        var rounds = new Option<int>("--rounds") { Description = "Rounds; each measures everything once.", DefaultValueFactory = _ => 15 };
        command.Options.Add(rounds);
        command.SetAction(line => Measure(options, line, line.GetValue(rounds)));
        return command;
    }

    private static void Measure(WorkloadOptions options, ParseResult line, int rounds)
    {
        int cores = Environment.ProcessorCount;
        using Workload inTurn = options.Open(line, new CpuDevice(cores));
        Workload[] apart = [.. Enumerable.Range(0, cores).Select(_ => options.Open(line, new CpuDevice(1)))];
        EncoderBatch[] batches = [.. s_batches.Select(frames => new EncoderBatch(inTurn.Network, inTurn.Clip.Height, inTurn.Clip.Width, frames))];
        inTurn.WarmUp();
        foreach (Workload each in apart) each.WarmUp();
        double[] turns = new double[rounds], sideBySide = new double[rounds];
        double[][] encoders = [.. s_batches.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            turns[round] = Seconds(() =>
            {
                for (int i = 0; i < cores; i++) inTurn.Step();
            }) / cores;
            sideBySide[round] = Seconds(() =>
            {
                Thread[] threads = [.. apart.Select(each => new Thread(() => each.Step()))];
                foreach (Thread thread in threads) thread.Start();
                foreach (Thread thread in threads) thread.Join();
            }) / cores;
            for (int i = 0; i < batches.Length; i++) encoders[i][round] = Seconds(batches[i].Run) / s_batches[i];
        }

        Tell($"{cores} sessions one after another, {cores} threads", turns, turns);
        Tell($"{cores} sessions side by side, a thread each", sideBySide, turns);
        foreach ((int i, int frames) in s_batches.Index()) Tell($"the image encoder alone, {frames} frames at once", encoders[i], encoders[0]);
        foreach (IDisposable each in batches.Concat<IDisposable>(apart)) each.Dispose();
    }

    private static double Seconds(Action action)
    {
        long begun = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static void Tell(string what, double[] seconds, double[] beside) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: {1e3 * Report.Median(seconds):0.0} ms a frame, at least {1e3 * seconds.Min():0.0}; "
        + $"ratio in turns {Report.Median(seconds.Zip(beside, (own, other) => own / other)):0.00}"));

    /// <summary>The image encoder over several frames in one plan.</summary>
    private sealed class EncoderBatch : IDisposable
    {
        private readonly DeviceMemory _memory = new();
        private readonly DeviceBuffer _arena;
        private readonly Plan _plan;

        public EncoderBatch(Network network, int height, int width, int frames)
        {
            const int multiple = 16;
            (height, width) = ((height + multiple - 1) / multiple * multiple, (width + multiple - 1) / multiple * multiple);
            Tensor<float> input = network.Device.NewTensor<float>("frames", new Shape(frames, height, width, 3), _memory);
            input.Write([.. Enumerable.Range(0, (int)input.Shape.Length).Select(i => (i * 7919 % 256) / 255f)]);
            var plan = new PlanBuilder(network.Device);
            ResNet encoder = network.ImageEncoder;
            Tensor<float> f4 = encoder.Layer1.Record(plan, encoder.Stem(plan, frames, n => input.Part(n, 1)));
            encoder.Layer3.Record(plan, encoder.Layer2.Record(plan, f4));
            _plan = plan.Build();
            _plan.Bind(_arena = network.Device.Allocate(1));
            _plan.Run();
        }

        public void Run() => _plan.Run();

        public void Dispose()
        {
            _arena.Dispose();
            _memory.Dispose();
        }
    }
}
