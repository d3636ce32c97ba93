using System.CommandLine;
using System.Diagnostics;
using LiVOS.Runtime;

namespace LiVOS.Bench.Ladder;

/// <summary><c>ladder</c>: a convolution from its definition to what the network runs, each step measured.</summary>
internal static class LadderCommand
{
    private const double SecondsForEach = 1;

    public static Command Create()
    {
        var command = new Command("ladder", "Measures a 3x3 convolution step by step, from its definition to what the network runs (docs/kernel-language.md).");
        var options = new DeviceOptions(command);
        command.SetAction(line =>
        {
            using Device device = options.Open(line);
            Measure(device, height: 32, width: 56, channels: 256);
        });
        return command;
    }

    private static void Measure(Device device, int height, int width, int channels)
    {
        using var memory = new DeviceMemory();
        var problem = new LadderProblem(device, memory, height, width, channels);
        Console.WriteLine($"3x3, {channels} -> {channels} channels, {height}x{width} positions; {device.Name}: {device.Description}");
        Console.WriteLine(FormattableString.Invariant($"{"step",-20} {"ms",9} {"GFLOP/s",9} {"x",7} {"difference",11}"));
        double first = 0;
        float[] expected = [];
        foreach (LadderStep step in problem.Steps())
        {
            double seconds = Time(device, step);
            float[] y = step.Output.ToArray();
            if (first == 0) (first, expected) = (seconds, y);
            float scale = expected.Max(MathF.Abs), difference = y.Zip(expected, (a, b) => MathF.Abs(a - b)).Max() / scale;
            double speed = Report.GigaPerSecond(problem.Operations, seconds);
            Console.WriteLine(FormattableString.Invariant(
                $"{step.Name,-20} {1e3 * seconds,9:F2} {speed,9:F1} {first / seconds,7:F1} {difference,11:0.0e+0}"));
        }
    }

    /// <summary>The shortest of several runs, each of as many repetitions as fill a part of the time.</summary>
    private static double Time(Device device, LadderStep step)
    {
        Run(device, step, 1); // compiles
        double once = Run(device, step, 1), shortest = double.MaxValue;
        int repetitions = Math.Max(1, (int)(SecondsForEach / 8 / once));
        for (int i = 0; i < 8; i++) shortest = Math.Min(shortest, Run(device, step, repetitions));
        return shortest;
    }

    private static double Run(Device device, LadderStep step, int repetitions)
    {
        var builder = new PlanBuilder(device);
        for (int i = 0; i < repetitions; i++)
            foreach (Launch launch in step.Launches) builder.Add(launch);
        Plan plan = builder.Build();
        long start = Stopwatch.GetTimestamp();
        plan.Run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions;
    }
}
