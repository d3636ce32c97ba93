using System.CommandLine;
using LiVOS.Bench.OnnxRuntime;

var folder = new Argument<DirectoryInfo>("folder") { Description = "Holds step.onnx, start.safetensors and frames.safetensors (bench/export_onnx.py)." };
var threads = new Option<int>("--threads") { Description = "Threads of ONNX Runtime.", DefaultValueFactory = _ => Environment.ProcessorCount };
var frames = new Option<int>("--frames") { Description = "Frames to measure.", DefaultValueFactory = _ => 5 };
var command = new RootCommand("Runs the published network, exported as ONNX, in ONNX Runtime, and prints seconds of each frame, memory and checks as JSON.")
{
    folder, threads, frames,
};
command.SetAction(line => Measurement.Print(line.GetRequiredValue(folder), line.GetValue(threads), line.GetValue(frames)));
return command.Parse(args).Invoke();
