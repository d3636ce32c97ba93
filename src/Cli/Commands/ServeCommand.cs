using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Memory;
using LiVOS.Model;
using LiVOS.Model.Session;
using LiVOS.Runtime;
using LiVOS.Server;
using LiVOS.Web;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos serve</c>: masks for programs that call.</summary>
internal static class ServeCommand
{
    private const int UsualPort = 8000, MostSessions = 10_000;

    public static Command Create()
    {
        var roots = new Option<string[]>("--root")
        {
            HelpName = "FOLDER",
            AllowMultipleArgumentsPerToken = true,
            Description = "Folders whose clips clients may name; without it, clients send frames.",
        };
        Option<int> sessions = Options.InRange(1, MostSessions, new Option<int>("--max-sessions")
        {
            HelpName = "N",
            Description = "The most sessions at a time.",
            DefaultValueFactory = _ => new ServerOptions().MostSessions,
        });
        var idle = new Option<TimeSpan>("--idle")
        {
            HelpName = "TIME",
            Description = "A session that is not used for so long is closed, such as 90s, 30m or 8h.",
            DefaultValueFactory = _ => new ServerOptions().Idle,
            CustomParser = Duration,
        };
        var lines = new Option<bool>("--stdio") { Description = "Answer the program that started this one, by lines of JSON on the standard streams." };
        Option<string?> weights = Options.Weights();
        Option<FrameSide> size = Options.Size();
        var command = new Command("serve", "Answer programs that send frames: CVAT, X-AnyLabeling, or your own (docs/server.md).")
        {
            roots, sessions, idle, lines, weights, size,
        };
        var listen = new ListenOptions(command, UsualPort);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(lines)) return;
            foreach (Option option in listen.Given(result).Concat(result.GetResult(roots) is null ? [] : [roots]))
                result.AddError($"{option.Name} is for requests by HTTP, which --stdio does not answer; leave one of them out.");
        });
        var device = new DeviceOptions(command);
        var memory = new MemoryOption(command);
        command.SetAction(async (parse, cancellation) =>
        {
            WebOptions web = listen.Of(parse);
            string[] folders = parse.GetValue(roots) ?? [];
            if (folders.FirstOrDefault(folder => !Directory.Exists(folder)) is string missing)
                throw new InputException($"There is no folder '{missing}'; check --root.");
            var options = new ServerOptions
            {
                Size = parse.GetValue(size).Pixels,
                MostSessions = parse.GetValue(sessions),
                Idle = parse.GetValue(idle),
                Roots = folders,
            };
            TextWriter error = parse.InvocationConfiguration.Error;
            using IDisposable work = Interruption.StopsBetweenFrames();
            using Device opened = device.Choice(parse).Open(error);
            using Network network = NetworkFile.Load(
                parse.GetValue(weights) ?? BundledFiles.Weights, opened, device.Choice(parse).Precision, cancellation, _ => { });
            if (opened.RequiresCompilation) WarmUp.Run(network, resampled: true);
            long room = RoomFor(network, memory.Bytes(parse));
            options = options with { SessionBytes = room };
            await (parse.GetValue(lines) ? ServeLinesAsync(network, options, error, cancellation) : ListenAsync(network, options, web, error, cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task ListenAsync(Network network, ServerOptions options, WebOptions web, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            await using MaskServer server = await MaskServer.StartAsync(network, options, web, fault => Complain(error, fault), cancellation);
            error.WriteLine($"Listening on {server.Address} (Ctrl-C ends).");
            await server.RunAsync(cancellation);
        }
        catch (WebServerException refused)
        {
            throw new InputException(refused.Message, refused);
        }
    }

    private static async Task ServeLinesAsync(Network network, ServerOptions options, TextWriter error, CancellationToken cancellation)
    {
        await using Stream input = Console.OpenStandardInput(), output = Console.OpenStandardOutput();
        await using var server = new LineServer(network, options, input, output, fault => Complain(error, fault));
        error.WriteLine("Reading lines from the standard input; its end, or Ctrl-C, ends this.");
        try
        {
            await server.RunAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends, too.
        }
        catch (RequestException refused)
        {
            throw new InputException(refused.Message, refused);
        }
    }

    private static void Complain(TextWriter error, Exception fault) => error.WriteLine($"Internal error, please report it: {fault}");

    /// <summary>The memory for sessions: what is left of the limit beside the weights and the device's scratch.</summary>
    private static long RoomFor(Network network, long? limit)
    {
        long free = network.Device.AvailableMemory ?? SystemMemory.Available(); // the weights are there already
        long room = limit is long most ? Math.Min(most - network.WeightBytes, free) : free - free / 8;
        return room > 0 ? room : throw new InputException("The weights alone take more than --memory allows; give more, or a smaller network.");
    }

    private static TimeSpan Duration(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        double seconds = text.Length > 0 ? text[^1] switch { 'h' => 3600, 'm' => 60, 's' => 1, _ => 0 } : 0;
        if (seconds > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
            && count * seconds is >= 1 and <= 30 * 24 * 3600) return TimeSpan.FromSeconds(count * seconds);
        result.AddError($"--idle is '{text}', but must be a time such as 90s, 30m or 8h, up to 720h.");
        return default;
    }
}
