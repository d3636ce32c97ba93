using System.CommandLine;
using System.Runtime.InteropServices;
using LiVOS.Weights;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Bench.Frames;

/// <summary><c>record</c>: writes inputs and outputs to files, so that another program can be compared on the same data.</summary>
internal static class RecordCommand
{
    public static Command Create()
    {
        var command = new Command("record", "Writes the weights, the first frames and their probabilities as safetensors files.");
        var options = new WorkloadOptions(command);
        var frames = new Option<int>("--frames") { Description = "Frames to record.", DefaultValueFactory = _ => 3 };
        var folder = new Option<DirectoryInfo>("--out") { Description = "The folder for weights.safetensors and frames.safetensors.", Required = true };
        command.Options.Add(frames);
        command.Options.Add(folder);
        command.SetAction(line =>
        {
            DirectoryInfo output = line.GetRequiredValue(folder);
            output.Create();
            using (ITensorSource weights = options.OpenWeights(line)) WriteWeights(weights, Path.Combine(output.FullName, "weights.safetensors"));
            using Workload workload = options.Open(line);
            WriteFrames(workload, line.GetValue(frames), Path.Combine(output.FullName, "frames.safetensors"));
        });
        return command;
    }

    private static void WriteWeights(ITensorSource weights, string path)
    {
        using var file = new SafetensorsWriter(
            path, [.. weights.Tensors.Select(tensor => new TensorEntry(tensor.Name, DataType.F32, tensor.Shape))], weights.Metadata);
        foreach (TensorEntry tensor in weights.Tensors) file.Write(weights.ReadFloats(tensor.Name));
        file.Commit();
    }

    /// <summary><c>mask</c> [H, W]; of each frame T, <c>frameT.image</c> [H, W, 3] and <c>frameT.prob</c> [objects + 1, H, W].</summary>
    private static void WriteFrames(Workload workload, int count, string path)
    {
        (long height, long width) = (workload.Clip.Height, workload.Clip.Width);
        int planes = workload.Clip.Mask.Distinct().Count(id => id != 0) + 1;
        var entries = new List<TensorEntry> { new("mask", DataType.I32, [height, width]) };
        for (int i = 0; i < count; i++)
        {
            entries.Add(new TensorEntry($"frame{i}.image", DataType.F32, [height, width, 3]));
            entries.Add(new TensorEntry($"frame{i}.prob", DataType.F32, [planes, height, width]));
        }

        using var file = new SafetensorsWriter(path, entries, new Dictionary<string, string>());
        file.Write(MemoryMarshal.AsBytes<int>(workload.Clip.Mask));
        var probabilities = new float[planes * height * width];
        for (int i = 0; i < count; i++)
        {
            workload.Step();
            workload.Segmenter.ReadProbabilities(probabilities);
            file.Write(workload.Clip.Frame(i));
            file.Write(probabilities);
        }

        file.Commit();
    }
}
