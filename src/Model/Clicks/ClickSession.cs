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
    private readonly Tensor<byte> _pixels, _labels;
    private readonly Tensor<float> _prompts, _logits;
    private readonly PromptPlanes _planes;
    private readonly Plan _framePlan, _maskPlan;
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
        _geometry = geometry = geometry with { Multiple = Multiple };
        _planes = new PromptPlanes(geometry);
        Device device = network.Device;
        _arena = device.Allocate(1);
        _pixels = device.NewTensor<byte>("pixels", new Shape(1, geometry.SourceHeight, geometry.SourceWidth, 3), _memory);
        _labels = device.NewTensor<byte>("labels", new Shape(1, geometry.SourceHeight, geometry.SourceWidth, 1), _memory);
        _prompts = device.NewTensor<float>("prompts", new Shape(1, _planes.Height, _planes.Width, ClickShape.Planes), _memory);
        _logits = device.NewTensor<float>("logits", new Shape(1, _planes.Height, _planes.Width, 1), _memory);
        var planner = new ClickPlanner(network, head, geometry, _memory);
        _framePlan = planner.RecordFrame(_pixels);
        _maskPlan = planner.RecordMask(_prompts, _logits, _labels);
        _framePlan.Bind(_arena);
        _maskPlan.Bind(_arena);
    }

    /// <summary>The sizes of frames and results.</summary>
    public FrameGeometry Geometry => _geometry;

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
        + "give --weights with one (training/README.md makes them), or a mask with --masks.";

    /// <summary>Takes another frame and forgets all prompts.</summary>
    /// <param name="frame">[sourceHeight, sourceWidth, 3]: RGB from 0 to 255.</param>
    /// <exception cref="ArgumentException">The frame has another size.</exception>
    public void SetFrame(ReadOnlySpan<byte> frame)
    {
        _pixels.Write(frame);
        _framePlan.Run();
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
        if (mask.Length != _labels.Shape.Length)
            throw new ArgumentException($"The mask has {mask.Length} pixels, the frame {_labels.Shape.Length}.", nameof(mask));
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
        else _labels.Read(mask);
    }

    /// <summary>Copies the object's logits at a quarter of the padded frame's size: [H/4, W/4].</summary>
    internal float[] ReadLogits() => _logits.ToArray();

    /// <summary>Ends the session and frees its memory.</summary>
    public void Dispose()
    {
        _arena.Dispose();
        _memory.Dispose();
    }

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
        _prompts.Write(_planes.Values);
        _maskPlan.Run();
    }

    /// <summary>The mask so far, as probabilities at 1/4; null before the first prompt.</summary>
    private float[]? Mask() => _said == Said.Nothing ? null : [.. _logits.ToArray().Select(logit => 1 / (1 + MathF.Exp(-logit)))];

    /// <summary>All that was said of the object.</summary>
    /// <param name="Strokes">The strokes.</param>
    /// <param name="Box">The box.</param>
    /// <param name="Before">The mask before the last prompt, at 1/4.</param>
    private sealed record Said(ImmutableArray<Stroke> Strokes, Box? Box, float[]? Before)
    {
        public static Said Nothing { get; } = new([], null, null);
    }
}
