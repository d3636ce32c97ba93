using System.CommandLine;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Reports;
using LiVOS.Kernels;
using LiVOS.Runtime;
using Spectre.Console;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos kernels</c>: the network's kernels, each in its forms.</summary>
internal static class KernelsCommand
{
    private const int WidestInPtx = 4;

    private static readonly int[] s_widths = [16, 8, 4, 1];

    public static Command Create()
    {
        var name = new Argument<string?>(
            "NAME")
        { Arity = ArgumentArity.ZeroOrOne, Description = "The kernel to show, such as Im2colConvolution.Convolve or Convolve." };
        var form = new Option<string?>("--as") { Description = "Show this language only; ilgpu shows the PTX beside that of ILGPU." };
        form.OneOf("csharp", "opencl", "ptx", "ilgpu");
        var width = new Option<int?>(
            "--width")
        { HelpName = "16|8|4|1", Description = "The floats in a vector; by default 16, and 4 for PTX, which has no wider ones." };
        width.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int number) && !s_widths.Contains(number))
                result.AddError($"--width is {number}, but vectors have 16, 8, 4 or 1 floats.");
        });
        Option<bool> json = Options.Json();

        var command = new Command("kernels", "List the network's kernels, or show one in C#, OpenCL C and PTX.") { name, form, width, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(name) is { Tokens.Count: 0 } or null && result.GetResult(form) is { Implicit: false })
                result.AddError("--as needs the NAME of a kernel.");
            if (result.GetResult(form) is { Tokens: [{ Value: "ptx" or "ilgpu" }] } && result.GetResult(width) is { Tokens: [{ Value: "16" or "8" } wide] })
                result.AddError($"--width is {wide.Value}, but vectors have 4 or 1 floats in PTX.");
        });
        command.SetAction(parse =>
        {
            TextWriter output = parse.InvocationConfiguration.Output;
            if (parse.GetValue(name) is not string wanted)
            {
                KernelsReport report = KernelsReport.Make(KernelCatalog.Kernels);
                Report.Print(output, parse.GetValue(json), report, ReportJson.Default.KernelsReport, console => Show(console, report));
                return;
            }

            KernelDescription found = Find(wanted, KernelCatalog.Kernels);
            bool asIlgpu = parse.GetValue(form) == "ilgpu", asPtx = asIlgpu || parse.GetValue(form) == "ptx" || found.NeedsTensorCores;
            int lanes = parse.GetValue(width) ?? (asPtx ? WidestInPtx : s_widths[0]);
            KernelReport kernel = KernelReport.Of(found, lanes);
            if (asIlgpu)
            {
                if (IlgpuSupport.WhyNone is string why) throw new InputException($"There is no PTX of ILGPU: {why}.");
                kernel = kernel with { IlgpuPtx = IlgpuSupport.Ptx(kernel.Name, lanes).TrimEnd('\n') };
            }

            Report.Print(
                output, parse.GetValue(json), kernel, ReportJson.Default.KernelReport, console => Show(console, output, kernel, parse.GetValue(form)));
        });
        return command;
    }

    private static KernelDescription Find(string wanted, IReadOnlyList<KernelDescription> kernels)
    {
        KernelDescription[] found = [.. kernels.Where(kernel => Is(kernel.Name, wanted) || Is(MethodOf(kernel.Name), wanted))];
        if (found.Length == 1) return found[0];
        if (found.Length > 1) throw new InputException($"'{wanted}' is the name of several kernels: {string.Join(", ", found.Select(kernel => kernel.Name))}.");
        IReadOnlyList<string> close = CloseNames.To(wanted, kernels.Select(kernel => kernel.Name), wanted.Contains('.') ? name => name : MethodOf);
        throw new InputException($"There is no kernel '{wanted}'. Did you mean {string.Join(" or ", close)}? 'livos kernels' lists all.");
    }

    private static bool Is(string name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static string MethodOf(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static void Show(IAnsiConsole console, KernelsReport report)
    {
        Table table = Report.Table("kernel", "runs once per", "vectors of", "in");
        foreach (KernelReport kernel in report.Kernels)
            table.AddRow(new Text(kernel.Name), new Text(kernel.RunsPer), new Text(string.Join(", ", kernel.Widths)), new Text(kernel.File));
        console.Write(table);
    }

    private static void Show(IAnsiConsole console, TextWriter output, KernelReport kernel, string? form)
    {
        // Code goes out as it is, so that it can be kept in a file and compiled.
        if (form == "ilgpu") ShowBoth(console, output, ("// This project's compiler", kernel.Ptx!), ("// ILGPU", kernel.IlgpuPtx!));
        else if (form is not null) output.WriteLine(form switch { "csharp" => kernel.CSharp, "ptx" => kernel.Ptx, _ => OpenClC(kernel) });
        else ShowBoth(console, output, ($"// {kernel.File}", kernel.CSharp!), (null, DeviceText(kernel)));
    }

    /// <summary>The OpenCL C, or the reason why there is none.</summary>
    internal static string OpenClC(KernelReport kernel) => kernel.NeedsTensorCores
        ? $"// {kernel.Name} uses tensor cores or asynchronous copies, which OpenCL C does not have: it becomes PTX only."
        : kernel.OpenClC!;

    /// <summary>The OpenCL C, or PTX where that is all there is.</summary>
    internal static string DeviceText(KernelReport kernel) => kernel.NeedsTensorCores ? kernel.Ptx! : kernel.OpenClC!;

    private static void ShowBoth(IAnsiConsole console, TextWriter output, (string? Title, string Code) first, (string? Title, string Code) second)
    {
        string[] left = Lines(first), right = Lines(second);
        if (console.Profile.Out.IsTerminal && SideBySide(left, right, console.Profile.Width) is { } lines) output.Write(lines);
        else output.WriteLine(string.Join('\n', [.. left, "", .. right]));

        static string[] Lines((string? Title, string Code) text) => text.Title is null ? text.Code.Split('\n') : [text.Title, .. text.Code.Split('\n')];
    }

    /// <summary>Two texts side by side; null where a line is too long for that.</summary>
    internal static string? SideBySide(string[] left, string[] right, int columns)
    {
        int leftWidth = left.Max(line => line.Length), rightWidth = right.Max(line => line.Length);
        if (leftWidth + " | ".Length + rightWidth > columns) return null;
        IEnumerable<string> lines = Enumerable.Range(0, Math.Max(left.Length, right.Length))
            .Select(i => $"{left.ElementAtOrDefault(i)?.PadRight(leftWidth) ?? new string(' ', leftWidth)} | {right.ElementAtOrDefault(i)}".TrimEnd() + "\n");
        return string.Concat(lines);
    }
}
