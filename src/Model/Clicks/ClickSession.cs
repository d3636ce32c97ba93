using System.Collections.Immutable;
using LiVOS.Model.Modules;
using LiVOS.Runtime;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;

namespace LiVOS.Model.Clicks;

/// <summary>
/// Makes the mask of one object in one frame from clicks, strokes, a box or a mask that is there already, and refines it with each of them. A frame's
/// features are computed once; a prompt then takes a small part of that time. Not safe for use by several threads at a time.
/// </summary>
public sealed class ClickSession : IDisposable
{
    /// <summary>The shorter side of frames, as the network sees them, at which masks are best; larger objects are found with fewer clicks than at 480
    /// (training/RESULTS.md#clicks).</summary>
    public const int UsualSize = 360;

    private const int Multiple = 32; // of a padded frame's sides: the head sees 1/32 of them

    private readonly FrameGeometry _geometry;
    private readonly DeviceMemory _memory = new();
    private readonly DeviceBuffer _arena;
    private readonly PromptPlanes _planes;
    private readonly ClickPlans _plans;
    private readonly Stack<Said> _earlier = [];

    private Said _said = Said.Nothing;
    private bool _hasFrame;

    /// <summary>Starts a session.</summary>
    /// <param name="network">The network, with a click head: must outlive the session.</param>
    /// <param name="geometry">The sizes of frames and results.</param>
    /// <exception cref="WeightsException">The network has no click head.</exception>
    /// <exception cref="DeviceMemoryException">The device does not have enough memory.</exception>
    public ClickSession(Network network, FrameGeometry geometry)
    {
        ClickHead head = network.ClickHead ?? throw new WeightsException(NoHead("The network"));
        _geometry = Padded(geometry);
        _planes = new PromptPlanes(_geometry);
        _arena = network.Device.Allocate(1);
        _plans = new ClickPlans(network, head, _geometry, (_planes.Height, _planes.Width), _memory);
        _plans.Frame.Bind(_arena);
        _plans.Mask.Bind(_arena);
    }

    /// <summary>The sizes of frames and results.</summary>
    public FrameGeometry Geometry => _geometry;

    /// <summary>The memory that this session holds on the device.</summary>
    public long Bytes => _memory.Bytes + _arena.Bytes;

    /// <summary>The strokes so far, in their order.</summary>
    public IReadOnlyList<Stroke> Strokes => _said.Strokes;

    /// <summary>The box; null where there is none.</summary>
    public Box? Box => _said.Box;

    /// <summary>Whether anything says where the object is.</summary>
    public bool HasObject => _said.Box is not null || _said.Before is not null || _said.Strokes.Any(stroke => stroke.IsPositive);

    /// <summary>The sentence about weights without a click head.</summary>
    /// <param name="subject">Their file, or the network.</param>
    public static string NoHead(string subject) =>
        $"{subject} has no click head (tensors named click_head.*), so it cannot make masks of clicks or boxes; "
        + "the bundled livos-nano.safetensors has one (leave --weights out), or give a mask with --masks.";

    /// <summary>The memory that a session needs, known before it begins: on the device, and for the prompts.</summary>
    /// <param name="network">The network, with a click head.</param>
    /// <param name="geometry">The sizes of frames and results.</param>
    /// <param name="prompts">The most clicks, strokes and boxes that are said of an object.</param>
    /// <exception cref="WeightsException">The network has no click head.</exception>
    public static (long OnDevice, long ForPrompts) BytesOf(Network network, FrameGeometry geometry, int prompts)
    {
        ClickHead head = network.ClickHead ?? throw new WeightsException(NoHead("The network"));
        geometry = Padded(geometry);
        (int height, int width) = PromptPlanes.SizeOf(geometry);
        using var counted = new DeviceMemory { CountsOnly = true };
        var plans = new ClickPlans(network, head, geometry, (height, width), counted);
        long plane = (long)sizeof(float) * height * width;
        return (counted.Bytes + plans.ArenaBytes, plane * (ClickShape.Planes + prompts));
    }

    /// <summary>Takes another frame and forgets all prompts.</summary>
    /// <param name="frame">[sourceHeight, sourceWidth, 3]: RGB from 0 to 255.</param>
    /// <exception cref="ArgumentException">The frame has another size.</exception>
    public void SetFrame(ReadOnlySpan<byte> frame)
    {
        _plans.Pixels.Write(frame);
        _plans.Frame.Run();
        _hasFrame = true;
        Clear();
    }

    /// <summary>Forgets all prompts: the next are about another object of the frame.</summary>
    public void Clear()
    {
        _earlier.Clear();
        _said = Said.Nothing;
    }

    /// <summary>Adds a click.</summary>
    /// <param name="x">The pixel's number in its row, from 0.</param>
    /// <param name="y">The row, from 0.</param>
    /// <param name="isPositive">Whether it is on the object, rather than beside it.</param>
    /// <exception cref="InvalidOperationException">There is no frame, or the first prompt is a negative one.</exception>
    public void Click(double x, double y, bool isPositive = true) => Draw(new Stroke(x, y, isPositive));

    /// <summary>Adds a stroke: a rough line on the object or beside it.</summary>
    /// <param name="stroke">The stroke.</param>
    /// <exception cref="InvalidOperationException">There is no frame, or the first prompt is a negative one.</exception>
    public void Draw(Stroke stroke)
    {
        if (!stroke.IsPositive && !HasObject)
            throw new InvalidOperationException("The first prompt says where the object is not; begin with one that says where it is.");
        Say(_said with { Strokes = _said.Strokes.Add(stroke), Before = Mask() });
    }

    /// <summary>Sets the box around the object.</summary>
    /// <param name="box">The box, of some area.</param>
    /// <exception cref="InvalidOperationException">There is no frame.</exception>
    public void Enclose(Box box)
    {
        if (box.IsEmpty) throw new ArgumentException($"The box {box} has no area.", nameof(box));
        Say(_said with { Box = box, Before = Mask() });
    }

    /// <summary>Begins with a mask that is there already, to be corrected by what follows.</summary>
    /// <param name="mask">[sourceHeight, sourceWidth]: 0 where the object is not.</param>
    /// <exception cref="ArgumentException">The mask has another size.</exception>
    /// <exception cref="InvalidOperationException">There is no frame, or there are prompts already.</exception>
    public void Begin(ReadOnlySpan<int> mask)
    {
        if (mask.Length != _plans.Labels.Shape.Length)
            throw new ArgumentException($"The mask has {mask.Length} pixels, the frame {_plans.Labels.Shape.Length}.", nameof(mask));
        if (_said != Said.Nothing) throw new InvalidOperationException("There are prompts already; clear them first.");
        Say(_said with { Before = _planes.Covered(mask) });
    }

    /// <summary>Takes the last prompt back.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Undo()
    {
        if (!_earlier.TryPop(out Said? before)) return false;
        _said = before;
        if (before != Said.Nothing) Run();
        return true;
    }

    /// <summary>Copies the object's mask.</summary>
    /// <param name="mask">[sourceHeight, sourceWidth]: gets 1 where the object is, 0 elsewhere; all 0 where nothing was said.</param>
    /// <exception cref="ArgumentException">The mask has another size.</exception>
    public void ReadMask(Span<byte> mask)
    {
        if (_said == Said.Nothing) mask.Clear();
        else _plans.Labels.Read(mask);
    }

    /// <summary>Copies the object's logits at a quarter of the padded frame's size: [H/4, W/4].</summary>
    internal float[] ReadLogits() => _plans.Logits.ToArray();

    /// <summary>Ends the session and frees its memory.</summary>
    public void Dispose()
    {
        _arena.Dispose();
        _memory.Dispose();
    }

    private static FrameGeometry Padded(FrameGeometry geometry) => geometry with { Multiple = Multiple };

    private void Say(Said next)
    {
        if (!_hasFrame) throw new InvalidOperationException("There is no frame yet.");
        _earlier.Push(_said);
        _said = next;
        Run();
    }

    private void Run()
    {
        _planes.Draw(_said.Strokes, _said.Box, _said.Before);
        _plans.Prompts.Write(_planes.Values);
        _plans.Mask.Run();
    }

    /// <summary>The mask so far, as probabilities at 1/4; null before the first prompt.</summary>
    private float[]? Mask() => _said == Said.Nothing ? null : [.. _plans.Logits.ToArray().Select(logit => 1 / (1 + MathF.Exp(-logit)))];

    /// <summary>All that was said of the object.</summary>
    /// <param name="Strokes">The strokes.</param>
    /// <param name="Box">The box.</param>
    /// <param name="Before">The mask before the last prompt, at 1/4.</param>
    private sealed record Said(ImmutableArray<Stroke> Strokes, Box? Box, float[]? Before)
    {
        public static Said Nothing { get; } = new([], null, null);
    }
}
