using System.Globalization;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Memory;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Clicks;
using LiVOS.Model.Session;
using LiVOS.Runtime;
using LiVOS.Video;

namespace LiVOS.Cli.Automask;

/// <summary>Answers Kdenlive's lines, one after another, until it has its masks or ends the session.</summary>
/// <param name="run">What was asked for.</param>
/// <param name="options">Read lines.</param>
/// <param name="first">The command line.</param>
/// <param name="input">Kdenlive's lines.</param>
/// <param name="output">Takes answers, a line each.</param>
/// <param name="error">Takes progress.</param>
internal sealed class AutomaskSession(
    AutomaskRun run, AutomaskOptions options, AutomaskRequest first, TextReader input, TextWriter output, TextWriter error)
{
    private const string Preview = "preview=", Edit = "edit=", Render = "render=", Quit = "q";

    private readonly SortedDictionary<int, ObjectPrompts> _prompts = new(first.Prompts.ToDictionary(pair => pair.Key, pair => Within(pair.Value, run.Frames)));
    private MaskLook _look = first.Look;
    private int _bands = 1; // of rows, with which the clip fits in memory
    private string? _line; // begun again where the driver failed and another device goes on

    /// <summary>Answers all lines.</summary>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="MediaException">A frame cannot be read, or a mask cannot be written.</exception>
    public Task<int> RunAsync(CancellationToken cancellation) => run.Device.UseAsync(error, async device =>
    {
        using Network network = NetworkFile.Load(
            run.Weights, device, run.Device.Precision, cancellation,
            sizes => _bands = MemoryNeed.Fit(
                sizes, VideoSegmenter.GeometryOf(run.Frames, run.Size), objects: 1,
                VideoSegmenter.HostBytesOf(device, VideoClip.Of(run.Frames), Segmentation, objects: 1), SystemMemory.Available()));
        if (device.RequiresCompilation) WarmUp.Run(network, resampled: true);
        using var previews = new AutomaskPreviews(network, run.Frames);
        while ((_line ??= await input.ReadLineAsync(cancellation)) is string line)
        {
            if (await AnswerAsync(line.TrimEnd(), network, previews, cancellation)) break;
            _line = null;
        }
        return ExitCode.Done;
    });

    private SegmentationOptions Segmentation => new()
    {
        Size = run.Size,
        Bands = _bands,
        Direction = _prompts.Count == 0 || _prompts.ContainsKey(0) ? Direction.Forward : Direction.Both,
    };

    /// <summary>Answers a line; gives whether it was the last.</summary>
    private async Task<bool> AnswerAsync(string line, Network network, AutomaskPreviews previews, CancellationToken cancellation)
    {
        try
        {
            if (line == Quit)
            {
                Say("CLOSING...");
                return true;
            }
            if (line.StartsWith(Edit, StringComparison.Ordinal)) _look = options.OfLine(line[Edit.Length..]).Look;
            else if (line.StartsWith(Preview, StringComparison.Ordinal)) Show(options.OfLine(line[Preview.Length..]), previews);
            else if (line.StartsWith(Render, StringComparison.Ordinal)) return await RenderAsync(line[Render.Length..], network, previews, cancellation);
        }
        catch (InputException fault)
        {
            Say($"INFO:{fault.Message}"); // Kdenlive shows it, and the next click may mend it
        }
        return false;
    }

    /// <summary>Writes the preview of a frame. What a line says of a frame replaces what was said before.</summary>
    private void Show(AutomaskRequest request, AutomaskPreviews previews)
    {
        int frame = request.Frame;
        if (frame < 0 || frame >= run.Frames.Count)
            throw new InputException($"There is no frame {frame} in the clip; the last is {run.Frames.Count - 1} (the first is 0).");
        _look = request.Look;
        _prompts.Remove(frame);
        foreach ((int said, ObjectPrompts prompts) in request.Prompts) _prompts[said] = Within(prompts, run.Frames);
        byte[] mask = _prompts.TryGetValue(frame, out ObjectPrompts? of) ? MaskOf(frame, of, previews) : new byte[run.Frames.Width * run.Frames.Height];
        Write(Path.Combine(run.Previews, string.Create(CultureInfo.InvariantCulture, $"preview-{frame:00000}.png")), mask);
        Say(string.Create(CultureInfo.InvariantCulture, $"preview ok {frame}"));
    }

    private byte[] MaskOf(int frame, ObjectPrompts prompts, AutomaskPreviews previews)
    {
        string[] faults = [.. prompts.Faults(run.Frames.Width, run.Frames.Height, $"frame {frame}")];
        return faults.Length > 0
            ? throw new InputException(string.Join(' ', faults))
            : [.. previews.Of(frame, prompts).Ids.Select(id => (byte)id)];
    }

    /// <summary>Writes the masks of all frames; gives whether there are any.</summary>
    private async Task<bool> RenderAsync(string folder, Network network, AutomaskPreviews previews, CancellationToken cancellation)
    {
        var given = new GivenMasks();
        foreach ((int frame, ObjectPrompts prompts) in _prompts)
        {
            if (frame >= run.Frames.Count) continue;
            byte[] mask = MaskOf(frame, prompts, previews);
            if (mask.AsSpan().ContainsAnyExcept((byte)0)) given[frame] = new IndexMask(run.Frames.Width, run.Frames.Height, [.. mask.Select(id => (int)id)]);
        }
        if (given.Frames.Count == 0) throw new InputException("No object was found; click upon one, or draw a box around it.");
        previews.Dispose();
        Directory.CreateDirectory(folder);
        using var segmenter = new VideoSegmenter(network, VideoClip.Of(run.Frames), new Prompts(given), Segmentation);
        int done = 0, told = 0;
        await foreach (SegmentedFrame frame in segmenter.RunAsync(cancellation))
        {
            Write(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{frame.Number:00000}.png")), frame.Mask.Labels);
            int percent = 100 * ++done / run.Frames.Count;
            if (percent == told) continue;
            error.WriteLine($"Rendering {told = percent}%|");
            error.Flush();
        }
        Say("mask ok");
        return true;
    }

    private void Write(string path, byte[] mask) =>
        Png.WriteSamples(path, run.Frames.Width, run.Frames.Height, 4, _look.Draw(run.Frames.Width, run.Frames.Height, mask));

    private void Say(string answer)
    {
        output.WriteLine(answer);
        output.Flush();
    }

    /// <summary>The mouse may leave the picture while it is dragged.</summary>
    private static ObjectPrompts Within(ObjectPrompts prompts, FrameFolder frames) => prompts with
    {
        Strokes = [.. prompts.Strokes.Select(stroke => new Stroke(
            Math.Clamp(stroke.Points[0].X, 0, frames.Width - 1), Math.Clamp(stroke.Points[0].Y, 0, frames.Height - 1), stroke.IsPositive))],
    };
}
