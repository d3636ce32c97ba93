using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Memory;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Clicks;
using LiVOS.Video;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;

namespace LiVOS.Cli.Clicks;

/// <summary>Makes masks of prompts with a network's click head.</summary>
/// <param name="Weights">The weight file.</param>
/// <param name="Device">The device to compute on.</param>
/// <param name="Size">The shorter side of frames as the network sees them; null for their own size.</param>
internal sealed record ClickNetwork(string Weights, DeviceChoice Device, int? Size)
{
    /// <summary>Refuses weights without a click head. Only their list of tensors is read.</summary>
    /// <exception cref="WeightsException">They cannot be read, or hold no network.</exception>
    /// <exception cref="InputException">They have no click head.</exception>
    public void RequireHead(CancellationToken cancellation)
    {
        using ITensorSource source = WeightFile.Open(Weights, cancellation);
        ArchitectureCheck check = Architecture.Check(source);
        check.ThrowUnlessUsable();
        if (check.Architecture.Click is null) throw new InputException(ClickSession.NoHead($"'{Weights}'"));
    }

    /// <summary>Makes the masks of some frames, in their order.</summary>
    /// <param name="frames">Pictures, and what is said of objects in them.</param>
    /// <param name="error">Receives which device was chosen.</param>
    /// <param name="cancellation">Ends the loading.</param>
    public Task<IndexMask[]> MasksAsync(
        IReadOnlyList<(Picture Picture, IReadOnlyList<ObjectPrompts> Objects)> frames, TextWriter error, CancellationToken cancellation) =>
        Device.UseAsync(error, device => Task.Run(
            () =>
            {
                FrameGeometry largest = frames.Select(frame => GeometryOf(frame.Picture)).MaxBy(geometry => geometry.PaddedHeight * geometry.PaddedWidth);
                using Network network = NetworkFile.Load(
                    Weights, device, Device.Precision, cancellation,
                    sizes => MemoryNeed.Fit(sizes, largest, objects: 1, hostBytes: 0, SystemMemory.Available(), inBands: false));
                return frames.Select(frame => MaskOf(network, frame.Picture, frame.Objects)).ToArray();
            },
            cancellation));

    private IndexMask MaskOf(Network network, Picture picture, IReadOnlyList<ObjectPrompts> objects)
    {
        using var session = new ClickSession(network, GeometryOf(picture));
        session.SetFrame(picture.Rgb);
        IndexMask mask = PromptedMask.Of(session, objects);
        foreach (int id in objects.Select(each => each.Id).Except(mask.ObjectIds))
            throw new InputException($"Nothing was found of object {id}; click at other places of it, or give a box.");
        return mask;
    }

    private FrameGeometry GeometryOf(Picture picture) => VideoSegmenter.GeometryOf(picture.Width, picture.Height, Size);
}
