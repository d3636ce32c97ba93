using System.CommandLine;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Downloads;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Reports;
using Spectre.Console;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos download</c>: the published weights, checked and converted.</summary>
internal static class DownloadCommand
{
    private const int Sha256Digits = 64;

    public static Command Create()
    {
        string[] names = [.. PublishedWeights.All.Select(file => file.Name)];
        var name = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = $"The weights: {string.Join(", ", names)}." };
        var list = new Option<bool>("--list") { Description = "List the weights that there are, and download nothing." };
        var folder = new Option<string>("--dir") { HelpName = "DIR", Description = "The folder for the file.", DefaultValueFactory = _ => "." };
        var mirror = new Option<Uri?>("--mirror")
        {
            HelpName = "URL",
            Description = "Take the file URL/NAME.pth instead of the published address.",
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address)) return address;
                result.AddError($"--mirror is '{result.Tokens[0].Value}', but must be an address such as https://example.org/weights.");
                return null;
            },
        };
        var sum = new Option<string?>("--sha256") { HelpName = "HEX", Description = "The checkpoint's SHA-256, if you know it: any other file is refused." };
        var yes = new Option<bool>("--yes") { Description = "Take weights of which no checksum is known without asking." };
        Option<bool> json = Options.Json();
        var command = new Command("download", "Download the published weights, check them, and convert them to safetensors.")
        {
            name, list, folder, mirror, sum, yes, json,
        };
        command.Validators.Add(result =>
        {
            string? typed = result.GetResult(name)?.Tokens is [{ Value: string given }] ? given : null;
            if (typed is null && !result.GetValue(list)) result.AddError($"NAME is missing; give one of {string.Join(", ", names)}, or --list.");
            if (typed is not null && !names.Contains(typed))
                result.AddError($"There are no weights '{typed}', but {string.Join(", ", names)}.{Suggestions.ForValue(typed, names)}");
            if (result.GetResult(sum) is { Tokens: [{ Value: string hex }] } && !(hex.Length == Sha256Digits && hex.All(char.IsAsciiHexDigit)))
                result.AddError($"--sha256 is '{hex}', but must be {Sha256Digits} hexadecimal digits.");
        });
        command.SetAction(async (parse, cancellation) =>
        {
            TextWriter output = parse.InvocationConfiguration.Output, error = parse.InvocationConfiguration.Error;
            bool asJson = parse.GetValue(json);
            if (parse.GetValue(list))
            {
                Report.Print(output, asJson, PublishedWeights.All, ReportJson.Default.IReadOnlyListPublishedFile, Show);
                return ExitCode.Done;
            }
            PublishedFile file = PublishedWeights.All.First(each => each.Name == parse.GetValue(name));
            file = file with { Sha256 = parse.GetValue(sum) ?? file.Sha256 };
            var run = new DownloadRun(parse.GetValue(mirror) is Uri elsewhere ? file.At(elsewhere) : file, parse.GetRequiredValue(folder))
            {
                Ask = question => parse.GetValue(yes) || Confirm(question, error),
            };
            DownloadReport done = await run.RunAsync(error, cancellation);
            Report.Print(output, asJson, done, ReportJson.Default.DownloadReport, done.Show);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(IAnsiConsole console)
    {
        Table table = Report.Table("weights", "trained on", "size", "SHA-256", "licence", "address");
        foreach (PublishedFile file in PublishedWeights.All)
            table.AddRow(
                file.Name, file.Training, file.Size ?? "not said", file.Sha256 ?? "not published",
                Markup.Escape(file.Licence), Markup.Escape($"{file.Address}"));
        console.Write(table);
    }

    /// <summary>Asks on a terminal.</summary>
    private static bool Confirm(string question, TextWriter error)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected) return false;
        error.Write($"{question} Download it? [y/N] ");
        error.Flush();
        return Console.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
