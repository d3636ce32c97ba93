using System.CommandLine;
using System.Globalization;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.PyTorch;
using Spectre.Console;

namespace LiVOS.WeightsConverter.Commands;

/// <summary>The command <c>inspect FILE [--json]</c>.</summary>
public static class InspectCommand
{
    /// <summary>Makes the command, for a program's root command.</summary>
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A safetensors file, or a PyTorch checkpoint (.pth)." };
        Option<bool> json = new("--json") { Description = "Print the result as JSON." };
        Command command = new("inspect", "List a weight file's tensors: shapes, types, ranges, and the network that they make.")
        {
            file, json,
        };
        command.SetAction((result, cancellation) => CommandRun.GuardAsync(result, () =>
        {
            using ITensorSource source = WeightFile.Open(result.GetRequiredValue(file), cancellation);
            Inspection inspection = Inspection.Of(source);
            if (result.GetValue(json))
                PrintJson(inspection, result.InvocationConfiguration.Output);
            else
                Print(inspection, result);
            return CommandRun.Done;
        }));
        return command;
    }

    private static void Print(Inspection inspection, ParseResult result)
    {
        ITensorSource source = inspection.Source;
        Table table = new Table().AddColumns("tensor", "type", "shape", "least", "greatest", "");
        foreach ((TensorEntry tensor, TensorRange range) in inspection.Ranges)
        {
            string note = range.NonFinite > 0 ? $"{range.NonFinite} NaN or infinite" : "";
            string[] row = [tensor.Name, tensor.Type.Name(), tensor.Shape.ToShapeText(), Number(range.Least), Number(range.Greatest), note];
            table.AddRow(row.Select(cell => new Text(CommandRun.Printable(cell))));
        }
        CommandRun.Console(result).Write(table);

        void Line(string text) => result.InvocationConfiguration.Output.WriteLine(CommandRun.Printable(text));
        foreach ((string key, string value) in source.Metadata)
            Line($"{key}: {value}");
        if (source is CheckpointFile { TakenFrom.Length: > 0 } checkpoint)
            Line($"The weights stand under \"{checkpoint.TakenFrom}\" in the checkpoint.");
        (long count, long bytes) = (source.Tensors.Sum(tensor => tensor.Count), source.Tensors.Sum(tensor => tensor.Length));
        Line($"{source.Tensors.Count} tensors, {count:N0} numbers, {CommandRun.Size(bytes)}");
        Line(inspection.Fault ?? inspection.Check.Architecture.ToString());
    }

    private static string Number(float number) => number.ToString("G4", CultureInfo.InvariantCulture);

    private static void PrintJson(Inspection inspection, TextWriter output) => WeightsJson.Print(output, writer =>
    {
        ITensorSource source = inspection.Source;
        writer.WriteStartObject();
        writer.WriteString("file", source.Name);
        writer.WriteStartObject("metadata");
        foreach ((string key, string value) in source.Metadata)
            writer.WriteString(key, value);
        writer.WriteEndObject();
        if (source is CheckpointFile checkpoint)
        {
            writer.WriteString("taken_from", checkpoint.TakenFrom);
            writer.WriteString("taken_off", checkpoint.TakenOff);
        }
        WeightsJson.WriteCheck(writer, inspection.Check, inspection.Fault);
        writer.WriteStartArray("tensors");
        foreach ((TensorEntry tensor, TensorRange range) in inspection.Ranges)
            WeightsJson.WriteTensor(writer, tensor, range);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
