using System.CommandLine;
using LiVOS.Runtime;
using LiVOS.Runtime.Registry;

namespace LiVOS.Bench;

/// <summary>The options of the device.</summary>
internal sealed class DeviceOptions
{
    private readonly Option<string> _device = new("--device")
    {
        HelpName = string.Join('|', DeviceRegistry.Providers.Select(provider => provider.Name)),
        Description = "The device; name:N is the one of index N.",
        DefaultValueFactory = _ => "cpu",
    };

    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of the cpu device (default: one per processor)." };
    private readonly Option<Schedule?> _schedule = new("--schedule") { Description = "The implementations of heavy kernels on an OpenCL device: cpu or gpu." };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public DeviceOptions(Command command)
    {
        _device.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !DeviceRegistry.IsName(result.Tokens[0].Value)) result.AddError($"There is no device '{result.Tokens[0].Value}'.");
        });
        foreach (Option option in new Option[] { _device, _threads, _schedule }) command.Options.Add(option);
    }

    /// <summary>Opens the device that the command line names.</summary>
    public Device Open(ParseResult line)
    {
        DeviceInfo info = DeviceRegistry.Find(line.GetRequiredValue(_device));
        return info.Open(new() { Threads = info.Driver is null ? line.GetValue(_threads) : null, Schedule = line.GetValue(_schedule) });
    }
}
