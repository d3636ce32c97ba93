using System.Diagnostics;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Media;
using LiVOS.Model.Clicks;
using LiVOS.Video;
using Spectre.Console;

namespace LiVOS.Cli.Clicks;

/// <summary>All that it takes to make a mask of clicks: everything is checked before anything is computed or written.</summary>
/// <param name="Frame">The picture.</param>
/// <param name="Out">The file for the mask.</param>
/// <param name="Network">Makes the mask.</param>
internal sealed record ClickRun(string Frame, string Out, ClickNetwork Network)
{
    private const double Tint = 0.5;

    /// <summary>The object's id.</summary>
    public required int Id { get; init; }

    /// <summary>Clicks and lines.</summary>
    public IReadOnlyList<Stroke> Strokes { get; init; } = [];

    /// <summary>The box; null for none.</summary>
    public Box? Box { get; init; }

    /// <summary>The file of a mask to be corrected; null for none.</summary>
    public string? Mask { get; init; }

    /// <summary>Whether a picture is written too.</summary>
    public bool WithPreview { get; init; }

    private string? Preview => WithPreview ? Path.ChangeExtension(Out, null) + "-preview.png" : null;

    /// <summary>Makes the mask and writes it.</summary>
    /// <param name="error">Receives which device was chosen.</param>
    /// <param name="cancellation">Ends the loading.</param>
    /// <exception cref="InputException">Something cannot be used; the message lists all of it.</exception>
    /// <exception cref="MediaException">A picture cannot be read or written.</exception>
    public async Task<ClickReport> RunAsync(TextWriter error, CancellationToken cancellation)
    {
        if (!Out.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new InputException($"The mask is written as a PNG, so --out '{Out}' must end in .png.");
        string[] read = [Frame, Network.Weights, .. Mask is null ? Array.Empty<string>() : [Mask]];
        foreach (string? path in new[] { Out, Preview }) OutputFile.Require(path, read);
        Picture picture = Picture.Read(Frame);
        var prompts = new ObjectPrompts(Id, Strokes) { Box = Box, Mask = Mask is null ? null : Png.ReadMask(Mask) };
        string[] faults = [.. prompts.Faults(picture.Width, picture.Height, $"'{Frame}'")];
        if (faults.Length > 0) throw new InputException(Problems.Listing("No mask can be made", faults));
        Network.RequireHead(cancellation);

        long begun = Stopwatch.GetTimestamp();
        IndexMask[] masks = await Network.MasksAsync([(picture, [prompts])], error, cancellation);
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Png.WriteMask(Out, masks[0]);
        if (Preview is not null) Png.Write(Preview, Overlay.Blend(picture, masks[0], Tint));
        return new ClickReport(Frame, Out, Preview, Id, masks[0].Ids.Count(id => id != 0), picture.Width, picture.Height, seconds);
    }
}

/// <summary>The result of <c>livos click</c>.</summary>
/// <param name="Frame">The picture.</param>
/// <param name="Mask">The mask's file.</param>
/// <param name="Preview">The file of the picture with the mask upon it; null for none.</param>
/// <param name="Id">The object.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Width">The picture's width.</param>
/// <param name="Height">The picture's height.</param>
/// <param name="Seconds">The time that it took, loading included.</param>
internal sealed record ClickReport(string Frame, string Mask, string? Preview, int Id, int Area, int Width, int Height, double Seconds)
{
    /// <summary>Prints it for people.</summary>
    public void Show(IAnsiConsole console) => Report.Facts(
        console,
        [
            ("mask", Mask),
            ("object", FormattableString.Invariant($"{Id}: {Area} pixels, {100.0 * Area / Width / Height:0.0} % of {Width}x{Height}, in {Seconds:0.0} s")),
            .. Preview is null ? Array.Empty<(string, string)>() : [("preview", Preview)],
        ]);
}
