using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace LiVOS.Bench.OnnxRuntime;

/// <summary>Whole frames of the exported network, one after the other, each with the memory that the one before left.</summary>
internal static class Measurement
{
    private static readonly string[] s_memory = ["sensory", "state", "key_sum", "object_memory", "last_masks"];
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Checks the recorded frames, measures <paramref name="count"/> more, and prints both as JSON.</summary>
    public static void Print(DirectoryInfo folder, int threads, int count)
    {
        using var recording = new Recording(folder);
        using var settings = new SessionOptions { IntraOpNumThreads = threads, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        using var session = new InferenceSession(recording.Graph, settings);
        using var run = new RunOptions();

        OrtValue[] images = [.. Enumerable.Range(0, recording.Frames).Select(recording.Image)];
        OrtValue[] memory = [.. s_memory.Select(recording.Memory)];
        var checks = new List<Check>();
        var seconds = new List<double>();
        for (int t = 1; t < recording.Frames + count; t++)
        {
            long start = Stopwatch.GetTimestamp();
            IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, session.InputNames, [images[t % images.Length], .. memory], session.OutputNames);
            if (t >= recording.Frames) seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            else checks.Add(Check.Of(t, results[0].GetTensorDataAsSpan<float>(), recording.Probabilities(t), recording.Planes));
            results[0].Dispose();
            foreach (OrtValue old in memory) old.Dispose();
            memory = [.. results.Skip(1)];
        }

        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Console.WriteLine(JsonSerializer.Serialize(new Result(seconds, peak, checks, OrtEnv.Instance().GetVersionString()), s_json));
    }

    private sealed record Result(IReadOnlyList<double> Seconds, long PeakResidentBytes, IReadOnlyList<Check> Checks, string Version);
}
