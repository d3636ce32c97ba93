using System.CommandLine;
using System.CommandLine.Parsing;
using LiVOS.Cli.CommandLine;
using LiVOS.Model;
using LiVOS.Runtime;

namespace LiVOS.Cli.Devices;

/// <summary>The options that choose the device and its settings.</summary>
internal sealed class DeviceOptions
{
    private readonly bool _several;
    private readonly Option<string[]> _device;

    private readonly Option<int?> _threads = Options.Threads();

    private readonly Option<string?> _schedule = new Option<string?>("--schedule")
    {
        Description = "For experts: the implementations of heavy kernels, where a device can run several.",
    }.OneOf([.. Enum.GetNames<Schedule>().Select(name => name.ToLowerInvariant())]);

    private readonly Option<string> _precision = new Option<string>("--precision")
    {
        Description = "The precision of convolutions: fp32 is exact; tf32 uses an NVIDIA GPU's tensor cores; fp16 does, too, and halves the memory of any GPU.",
        DefaultValueFactory = _ => PrecisionName.All[0],
    }.OneOf(PrecisionName.All);

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="several">Whether it can use several devices at a time.</param>
    public DeviceOptions(Command command, bool several = false)
    {
        _several = several;
        _device = new Option<string[]>("--device")
        {
            HelpName = $"{string.Join('|', DeviceNames.All)}[:N]{(several ? ",..." : "")}",
            Arity = ArgumentArity.ExactlyOne,
            Description = "The device: 'cpu' runs this program's own code, 'gpu' takes any GPU, 'auto' the fastest device; 'livos devices' lists all."
                + (several ? " Several, such as cpu,opencl:0, share the clips." : ""),
            DefaultValueFactory = _ => [DeviceNames.Auto],
            CustomParser = ParseDevices,
        };
        foreach (Option option in new Option[] { _device, _precision, _threads, _schedule }) command.Options.Add(option);
    }

    /// <summary>The only choice on the command line.</summary>
    public DeviceChoice Choice(ParseResult parse) => Choices(parse)[0];

    /// <summary>The choices on the command line, at least one.</summary>
    public IReadOnlyList<DeviceChoice> Choices(ParseResult parse) =>
    [
        .. parse.GetRequiredValue(_device).Select(device => new DeviceChoice(
            device,
            parse.GetValue(_threads),
            parse.GetValue(_schedule) is string name ? Enum.Parse<Schedule>(name, ignoreCase: true) : null,
            PrecisionName.Parse(parse.GetRequiredValue(_precision)))),
    ];

    /// <summary>How many devices were named.</summary>
    public int Count(CommandResult command) => command.GetResult(_device) is { Tokens: [{ Value: string typed }] } ? typed.Split(',').Length : 1;

    private string[] ParseDevices(ArgumentResult result)
    {
        string[] typed = _several ? result.Tokens[0].Value.Split(',') : [result.Tokens[0].Value];
        string[] names = [.. typed.Select(name => ParseDevice(result, name))];
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: string twice } && typed.Length > 1)
            result.AddError($"--device names {twice} twice; give each device once.");
        return names;
    }

    private static string ParseDevice(ArgumentResult result, string typed)
    {
        string name = typed.Trim().ToLowerInvariant();
        if (DeviceNames.IsName(name)) return name;
        result.AddError($"--device: there is no device '{typed}': give {string.Join(", ", DeviceNames.All)}, or a number with it as in cuda:N; "
            + $"'livos devices' lists them.{Suggestion(name)}");
        return DeviceNames.Auto;
    }

    /// <summary>Other programs number devices as 0 or cuda0, which mean CUDA's.</summary>
    private static string Suggestion(string name)
    {
        string kind = name.TrimEnd([.. "0123456789 _-.:"]), number = new([.. name[kind.Length..].Where(char.IsAsciiDigit)]);
        string numbered = $"{(kind.Length == 0 ? "cuda" : kind)}:{number}";
        return DeviceNames.IsName(numbered) ? Suggestions.DidYouMean(numbered) : Suggestions.ForValue(name, DeviceNames.All);
    }
}
