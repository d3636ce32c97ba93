using System.CommandLine;
using System.CommandLine.Parsing;
using LiVOS.Bench.Clips;
using LiVOS.Cli.CommandLine;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Bench;

/// <summary>The options of all commands: the network, the frames and the device.</summary>
internal sealed class WorkloadOptions
{
    private const ulong Seed = 1;

    private readonly Option<string> _variant =
        new("--variant") { Description = "The variant of a network with synthetic weights.", DefaultValueFactory = _ => "base" };
    private readonly Option<FileInfo?> _weights = new("--weights") { Description = "A weight file (safetensors) instead of synthetic weights." };
    private readonly Option<FrameSize> _size = new("--size")
    {
        Description = "Rows x columns of the synthetic frames.",
        HelpName = "HxW",
        DefaultValueFactory = _ => new FrameSize(480, 864),
        CustomParser = ParseSize,
    };

    private readonly Option<int> _objects = new("--objects") { Description = "Objects in the made-up frames.", DefaultValueFactory = _ => 1 };
    private readonly Option<DirectoryInfo?> _clip = new("--clip") { Description = "A folder of frames instead of synthetic ones." };
    private readonly Option<string?> _masks = new("--masks") { Description = "The clip's first mask, or a folder of masks." };
    private readonly Option<string> _precision =
        new("--precision") { Description = "The operands of convolutions: fp32, tf32 or fp16.", DefaultValueFactory = _ => PrecisionName.All[0] };
    private readonly Option<int> _bands = new("--bands") { Description = "Bands of rows (docs/memory.md).", DefaultValueFactory = _ => 1 };
    private readonly DeviceOptions _device;

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public WorkloadOptions(Command command)
    {
        _variant.AcceptOnlyFromAmong("base", "small", "resnet18");
        _precision.AcceptOnlyFromAmong([.. PrecisionName.All]);
        foreach (Option option in new Option[] { _variant, _weights, _size, _objects, _clip, _masks, _precision, _bands }) command.Options.Add(option);
        _device = new DeviceOptions(command);
        command.Validators.Add(line =>
        {
            if (line.GetValue(_clip) is null != line.GetValue(_masks) is null) line.AddError("--clip and --masks are given together.");
        });
    }

    /// <summary>The weights from the command line.</summary>
    public ITensorSource OpenWeights(ParseResult line) => line.GetValue(_weights) is { } file
        ? SafetensorsFile.Open(file.FullName)
        : new SyntheticWeights(Architecture.Named(line.GetValue(_variant)!)!, Seed);

    /// <summary>The workload from the command line, before its first frame.</summary>
    public Workload Open(ParseResult line) => Open(line, _device.Open(line));

    /// <summary>The same on a device of the caller's, which the workload takes over.</summary>
    public Workload Open(ParseResult line, Device device)
    {
        FrameSize size = line.GetValue(_size);
        Clip clip = line.GetValue(_clip) is { } folder
            ? FolderClip.Open(folder.FullName, line.GetValue(_masks)!)
            : new SyntheticClip(size.Height, size.Width, line.GetValue(_objects), Seed);
        using ITensorSource weights = OpenWeights(line);
        return new Workload(weights, clip, device, PrecisionName.Parse(line.GetRequiredValue(_precision)), line.GetValue(_bands));
    }

    private static FrameSize ParseSize(ArgumentResult argument)
    {
        if (FrameSize.Parse(argument.Tokens[0].Value, out FrameSize size) is string fault) argument.AddError(fault);
        return size;
    }
}
