using System.CommandLine;
using LiVOS.Model;
using LiVOS.Runtime;

namespace LiVOS.Cli;

/// <summary>The options that say what computes, and how.</summary>
sealed class DeviceOptions
{
    readonly Option<string> device = new("--device")
    {
        HelpName = "auto|cpu|cuda[:N]|opencl[:N]",
        Description = "What computes: this program's own code on the processor, an NVIDIA card, or an OpenCL driver's device; 'auto' takes the fastest there is.",
        DefaultValueFactory = _ => Devices.Auto,
    };

    readonly Option<int?> threads = Options.Threads();

    readonly Option<string?> schedule = new Option<string?>("--schedule")
    {
        Description = "For experts: cut an OpenCL device's heavy kernels into pieces as for a processor or as for a GPU, whatever it is.",
    }.AcceptOnlyFromAmong("cpu", "gpu");

    readonly Option<string> precision = new Option<string>("--precision")
    {
        Description = "How exactly convolutions multiply: fp32 is exact; tf32 and fp16 round the factors and use an NVIDIA card's tensor cores.",
        DefaultValueFactory = _ => PrecisionName.All[0],
    }.AcceptOnlyFromAmong([.. PrecisionName.All]);

    /// <summary>Gives a command the options.</summary>
    public DeviceOptions(Command command)
    {
        device.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !Devices.IsName(result.Tokens[0].Value))
                result.AddError($"There is no device '{result.Tokens[0].Value}': give auto, cpu, cuda, cuda:N, opencl or opencl:N; 'livos devices' lists what there is.");
        });
        foreach (Option option in new Option[] { device, precision, threads, schedule }) command.Options.Add(option);
    }

    /// <summary>What the command line says.</summary>
    public DeviceChoice Choice(ParseResult parse) => new(
        parse.GetRequiredValue(device),
        parse.GetValue(threads),
        parse.GetValue(schedule) switch { "cpu" => Schedule.Cpu, "gpu" => Schedule.Gpu, _ => null },
        PrecisionName.Parse(parse.GetRequiredValue(precision)));
}
