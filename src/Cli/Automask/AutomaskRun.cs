using LiVOS.Cli.Clicks;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Media;
using LiVOS.Model.Clicks;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;

namespace LiVOS.Cli.Automask;

/// <summary>All that a session with Kdenlive needs, checked.</summary>
/// <param name="Frames">The clip.</param>
/// <param name="Previews">The folder for previews.</param>
/// <param name="Weights">The weight file.</param>
/// <param name="Device">The device to compute on.</param>
internal sealed record AutomaskRun(FrameFolder Frames, string Previews, string Weights, DeviceChoice Device)
{
    /// <summary>The shorter side of frames as the network sees them when it follows an object; null for their own size.</summary>
    public int? Size { get; init; } = 480;

    /// <summary>Checks what Kdenlive asks for.</summary>
    /// <param name="request">The command line.</param>
    /// <param name="weights">The weights that were asked for; null for those that Kdenlive names, or the bundled ones.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InputException">Something is missing, or the weights have no click head.</exception>
    /// <exception cref="MediaException">The frames cannot be used.</exception>
    public static AutomaskRun Of(AutomaskRequest request, string? weights, CancellationToken cancellation)
    {
        if (request.Frames is null || request.Previews is null)
            throw new InputException("-I and -O are missing: Kdenlive gives them when it starts this command. 'livos automask --install' makes it do so.");
        FrameFolder frames = FramesOf(request.Frames);
        DeviceChoice device = DeviceOf(request.Device);
        string file = weights ?? (IsNetwork(request.Model, cancellation) ? request.Model! : BundledFiles.Weights);
        new ClickNetwork(file, device, ClickSession.UsualSize).RequireHead(cancellation);
        Directory.CreateDirectory(request.Previews);
        return new AutomaskRun(frames, request.Previews, file, device);
    }

    /// <summary>Kdenlive's frames are the JPEG files whose names are numbers, in their order.</summary>
    private static FrameFolder FramesOf(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException($"There is no folder '{folder}'; -I names the folder with the clip's frames.");
        string[] pictures =
        [
            .. from path in Directory.GetFiles(folder, "*.jpg")
               let name = Path.GetFileNameWithoutExtension(path)
               where int.TryParse(name, out _)
               orderby int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)
               select path,
        ];
        return pictures.Length > 0
            ? FrameFolder.Open(pictures)
            : throw new InputException($"There is no frame in '{folder}'; frames are files such as 00000.jpg, which Kdenlive writes.");
    }

    /// <summary>PyTorch's names are ours, but for those of devices that this program reaches in another way.</summary>
    private static DeviceChoice DeviceOf(string? name)
    {
        string ours = (name ?? DeviceNames.Auto).Trim().ToLowerInvariant();
        return new DeviceChoice(DeviceNames.IsName(ours) ? ours : DeviceNames.Auto);
    }

    private static bool IsNetwork(string? model, CancellationToken cancellation)
    {
        if (!File.Exists(model)) return false;
        try
        {
            using ITensorSource source = WeightFile.Open(model, cancellation);
            return Architecture.Check(source).IsNetwork;
        }
        catch (WeightsException)
        {
            return false; // of another program
        }
    }
}
