using System.CommandLine;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using Spectre.Console;

namespace LiVOS.WeightsConverter.Commands;

/// <summary>The command <c>convert IN OUT [--half] [--json]</c>.</summary>
public static class ConvertCommand
{
    /// <summary>Makes the command, for a program's root command.</summary>
    public static Command Create()
    {
        Argument<string> input = new("input") { Description = "A PyTorch checkpoint (.pth), or a safetensors file." };
        Argument<string> output = new("output") { Description = "The safetensors file to write." };
        Option<bool> half = new("--half") { Description = "Round to 16-bit floats: half the size." };
        Option<bool> json = new("--json") { Description = "Print the result as JSON." };
        Command command = new("convert", "Convert PyTorch weights to safetensors. Nothing in the file is executed.")
        {
            input, output, half, json,
        };
        command.SetAction((result, cancellation) => CommandRun.GuardAsync(result, () =>
        {
            string path = result.GetRequiredValue(output);
            Conversion conversion = Converter.Convert(result.GetRequiredValue(input), path, result.GetValue(half), cancellation);
            if (result.GetValue(json))
                PrintJson(conversion, result.InvocationConfiguration.Output);
            else
                Print(conversion, path, result);
            if (conversion.Fault is not string fault)
                return CommandRun.Done;
            result.InvocationConfiguration.Error.WriteLine(CommandRun.Printable(fault));
            return CommandRun.NotUsable;
        }));
        return command;
    }

    private static void Print(Conversion conversion, string output, ParseResult result)
    {
        ArchitectureCheck check = conversion.Check;
        void Line(string text) => result.InvocationConfiguration.Output.WriteLine(CommandRun.Printable(text));

        string size = CommandRun.Size(conversion.Written.Sum(tensor => tensor.Length));
        Line($"{conversion.Source} -> {output}: {conversion.Written.Count} tensors, {size}");
        if (check.IsNetwork)
            Line(check.Architecture.ToString());
        if (conversion.TakenFrom.Length > 0)
            Line($"The weights were taken from \"{conversion.TakenFrom}\" in the checkpoint.");
        if (conversion.TakenOff.Length > 0)
            Line($"\"{conversion.TakenOff}\" was taken off every name.");
        if (check.IsWidened)
            Line("The mask encoder's four channels were widened to five by zeros.");
        if (check.IsNetwork && !check.TrainingOnly.IsEmpty)
            Line($"{check.TrainingOnly.Length} tensors were left out: the network does not read them.");
        if (conversion.NonFinite.Count > 0)
            Line($"NaN or infinite numbers are in: {string.Join(", ", conversion.NonFinite)}");
        if (check.IsNetwork)
            PrintFaults(check, CommandRun.Console(result));
    }

    private static void PrintFaults(ArchitectureCheck check, IAnsiConsole console)
    {
        if (check.Missing.IsEmpty && check.Misshapen.IsEmpty && check.Unexpected.IsEmpty)
            return;
        Table table = new Table().AddColumns("tensor", "expected", "found");
        void Row(string name, string expected, string found) =>
            table.AddRow(new Text(CommandRun.Printable(name)), new Text(expected), new Text(found));
        foreach (TensorEntry tensor in check.Missing)
            Row(tensor.Name, tensor.Shape.ToShapeText(), "missing");
        foreach (Misshapen tensor in check.Misshapen)
            Row(tensor.Expected.Name, tensor.Expected.Shape.ToShapeText(), tensor.Found.Shape.ToShapeText());
        foreach (TensorEntry tensor in check.Unexpected)
            Row(tensor.Name, "nothing", tensor.Shape.ToShapeText());
        console.Write(table);
    }

    private static void PrintJson(Conversion conversion, TextWriter output) => WeightsJson.Print(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("source", conversion.Source);
        writer.WriteString("source_sha256", conversion.Sha256);
        writer.WriteString("taken_from", conversion.TakenFrom);
        writer.WriteString("taken_off", conversion.TakenOff);
        WeightsJson.WriteCheck(writer, conversion.Check, conversion.Fault);
        WeightsJson.WriteNames(writer, "non_finite", conversion.NonFinite);
        writer.WriteNumber("tensors", conversion.Written.Count);
        writer.WriteNumber("bytes", conversion.Written.Sum(tensor => tensor.Length));
        writer.WriteEndObject();
    });
}
