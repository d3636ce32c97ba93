using System.CommandLine;
using LiVOS.Cli.Automask;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos automask</c>: what Kdenlive's Object Mask calls, in place of SAM 2.</summary>
internal static class AutomaskCommand
{
    public static Command Create()
    {
        var install = new Option<bool>("--install") { Description = "Make Kdenlive call this program. Nothing of yours is lost." };
        var uninstall = new Option<bool>("--uninstall") { Description = "Undo --install." };
        var dryRun = new Option<bool>("--dry-run") { Description = "With --install or --uninstall: only tell what would be done." };
        var data = new Option<string?>("--data")
        {
            HelpName = "DIR",
            Description = "Kdenlive's folder of your files; by default ~/.local/share/kdenlive.",
        };
        Option<string?> weights = Options.Weights();
        Option<FrameSide> size = Options.Size();
        var command = new Command("automask", "Make masks for Kdenlive's Object Mask, which starts this command once --install was given.")
        {
            install, uninstall, dryRun, data, weights, size,
        };
        var options = new AutomaskOptions(command);
        command.Validators.Add(result =>
        {
            bool installs = result.GetValue(install), uninstalls = result.GetValue(uninstall);
            if (installs && uninstalls) result.AddError("Give --install or --uninstall, not both.");
            if (!installs && !uninstalls && (result.GetValue(dryRun) || result.GetValue(data) is not null))
                result.AddError("--dry-run and --data belong to --install or --uninstall.");
        });
        command.SetAction(async (parse, cancellation) =>
        {
            TextWriter output = parse.InvocationConfiguration.Output;
            var installation = new KdenliveInstallation(parse.GetValue(data), parse.GetValue(dryRun));
            if (parse.GetValue(install))
            {
                installation.Install(parse.GetValue(weights) ?? BundledFiles.Weights, output, cancellation);
                return ExitCode.Done;
            }
            if (parse.GetValue(uninstall))
            {
                installation.Uninstall(output);
                return ExitCode.Done;
            }
            AutomaskRequest request = options.Of(parse);
            AutomaskRun run = AutomaskRun.Of(request, parse.GetValue(weights), cancellation) with { Size = parse.GetValue(size).Pixels };
            using var input = new StreamReader(Console.OpenStandardInput());
            return await new AutomaskSession(run, options, request, input, output, parse.InvocationConfiguration.Error).RunAsync(cancellation);
        });
        return command;
    }
}
