using System.CommandLine;
using System.CommandLine.Parsing;
using LiVOS.Cli.CommandLine;
using LiVOS.Model;
using LiVOS.Runtime;

namespace LiVOS.Cli.Devices;

/// <summary>The options that choose the device and its settings.</summary>
internal sealed class DeviceOptions
{
    private readonly Option<string> _device = new("--device")
    {
        HelpName = $"{string.Join('|', DeviceNames.All)}[:N]",
        Description = "The device: 'cpu' runs this program's own code, 'gpu' takes any GPU, 'auto' the fastest device; 'livos devices' lists all.",
        DefaultValueFactory = _ => DeviceNames.Auto,
        CustomParser = ParseDevice,
    };

    private readonly Option<int?> _threads = Options.Threads();

    private readonly Option<string?> _schedule = new Option<string?>("--schedule")
    {
        Description = "For experts: the implementations of heavy kernels, where a device can run several.",
    }.OneOf([.. Enum.GetNames<Schedule>().Select(name => name.ToLowerInvariant())]);

    private readonly Option<string> _precision = new Option<string>("--precision")
    {
        Description = "The precision of convolutions: fp32 is exact; tf32 and fp16 round the operands and use an NVIDIA GPU's tensor cores.",
        DefaultValueFactory = _ => PrecisionName.All[0],
    }.OneOf(PrecisionName.All);

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public DeviceOptions(Command command)
    {
        foreach (Option option in new Option[] { _device, _precision, _threads, _schedule }) command.Options.Add(option);
    }

    /// <summary>The choice on the command line.</summary>
    public DeviceChoice Choice(ParseResult parse) => new(
        parse.GetRequiredValue(_device),
        parse.GetValue(_threads),
        parse.GetValue(_schedule) is string name ? Enum.Parse<Schedule>(name, ignoreCase: true) : null,
        PrecisionName.Parse(parse.GetRequiredValue(_precision)));

    private static string ParseDevice(ArgumentResult result)
    {
        string typed = result.Tokens[0].Value, name = typed.Trim().ToLowerInvariant();
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
