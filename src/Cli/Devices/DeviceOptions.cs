using System.CommandLine;
using System.CommandLine.Parsing;
using LiVOS.Cli.CommandLine;
using LiVOS.Model;
using LiVOS.Runtime;

namespace LiVOS.Cli.Devices;

/// <summary>The options for the device that computes, and how it does.</summary>
sealed class DeviceOptions
{
    readonly Option<string> device = new("--device")
    {
        HelpName = "auto|cpu|gpu|cuda[:N]|opencl[:N]",
        Description = "The device that computes: this program's own code on the processor, any GPU, an NVIDIA card, or an OpenCL driver's device; 'auto' takes the fastest.",
        DefaultValueFactory = _ => ComputeDevices.Auto,
        CustomParser = ParseDevice,
    };

    readonly Option<int?> threads = Options.Threads();

    readonly Option<string?> schedule = new Option<string?>("--schedule")
    {
        Description = "For experts: cut an OpenCL device's heavy kernels into pieces as for a processor or as for a GPU, whatever it is.",
    }.OneOf("cpu", "gpu");

    readonly Option<string> precision = new Option<string>("--precision")
    {
        Description = "How exactly convolutions multiply: fp32 is exact; tf32 and fp16 round the factors and use an NVIDIA card's tensor cores.",
        DefaultValueFactory = _ => PrecisionName.All[0],
    }.OneOf(PrecisionName.All);

    /// <summary>Gives a command the options.</summary>
    public DeviceOptions(Command command)
    {
        foreach (Option option in new Option[] { device, precision, threads, schedule }) command.Options.Add(option);
    }

    /// <summary>The choice on the command line.</summary>
    public DeviceChoice Choice(ParseResult parse) => new(
        parse.GetRequiredValue(device),
        parse.GetValue(threads),
        parse.GetValue(schedule) switch { "cpu" => Schedule.Cpu, "gpu" => Schedule.Gpu, _ => null },
        PrecisionName.Parse(parse.GetRequiredValue(precision)));

    static string ParseDevice(ArgumentResult result)
    {
        string typed = result.Tokens[0].Value, name = typed.Trim().ToLowerInvariant();
        if (ComputeDevices.IsName(name)) return name;
        result.AddError($"--device: there is no device '{typed}': give {string.Join(", ", ComputeDevices.Names)}, cuda:N or opencl:N; 'livos devices' lists them.{Suggestion(name)}");
        return ComputeDevices.Auto;
    }

    /// <summary>Other programs number devices as 0 or cuda0.</summary>
    static string Suggestion(string name)
    {
        string kind = name.TrimEnd([.. "0123456789 _-.:"]), number = new([.. name[kind.Length..].Where(char.IsAsciiDigit)]);
        if (kind.Length == 0) kind = ComputeDevices.Cuda;
        return number.Length > 0 && kind is ComputeDevices.Cuda or ComputeDevices.OpenCl ? Suggestions.DidYouMean($"{kind}:{number}") : Suggestions.ForValue(name, ComputeDevices.Names);
    }
}
