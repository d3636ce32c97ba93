using LiVOS.Runtime;
using LiVOS.Weights.Architectures;

namespace LiVOS.Model.Session;

/// <summary>The network's memory of a video (docs/network.md#one-step), for a fixed number of objects: its size does not depend on how
/// many frames have gone by.</summary>
internal sealed class SessionState : IDisposable
{
    private readonly DeviceMemory _memory;

    /// <summary>The empty memory of <paramref name="objects"/> objects, which <paramref name="introductions"/> frames introduce.</summary>
    /// <param name="network">The network.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="objects">The number of objects (N).</param>
    /// <param name="introductions">The number of frames that introduce objects.</param>
    /// <param name="countsOnly">Whether the memory is only counted.</param>
    public SessionState(Network network, FrameGeometry geometry, int objects, int introductions, bool countsOnly = false)
    {
        _memory = new DeviceMemory { CountsOnly = countsOnly };
        Objects = objects;
        Architecture a = network.Architecture;
        (int h, int w) = (geometry.CoarseHeight, geometry.CoarseWidth);
        KeySum = New<float>("key_sum", new Shape(1, h, w, a.KeyWidth));
        KeySumAtIntroduction = New<float>("key_sum before introductions", new Shape(introductions, h, w, a.KeyWidth));
        Introduced = New<int>("introduced", Shape.Vector(1, objects));
        State = New<float>("state", Shape.Matrix(a.KeyWidth, a.Dimension, objects));
        Sensory = New<float>("sensory", new Shape(objects, h, w, a.Dimension));
        ObjectMemory = New<float>("object_memory", Shape.Matrix(a.Queries, a.Dimension + 1, objects));
        LastMask = New<float>("last_mask", new Shape(objects, h, w, 1));
        Probabilities = New<float>("probabilities", new Shape(objects + 1, geometry.PaddedHeight, geometry.PaddedWidth, 1));
        Given = New<int>("given", Shape.Vector(objects + 1));

        Tensor<T> New<T>(string name, Shape shape) where T : unmanaged
        {
            Tensor<T> tensor = network.Device.NewTensor<T>(name, shape, _memory);
            if (!countsOnly) tensor.Clear();
            return tensor;
        }
    }

    /// <summary>The number of objects (N).</summary>
    public int Objects { get; }

    /// <summary>The memory's size.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>[1, h, w, K]: the sum of all keys.</summary>
    public Tensor<float> KeySum { get; }

    /// <summary>[introductions, h, w, K]: <see cref="KeySum"/> just before each introduction, the <c>base</c> of docs/network.md.</summary>
    public Tensor<float> KeySumAtIntroduction { get; }

    /// <summary>[N]: the introduction that brought each object.</summary>
    public Tensor<int> Introduced { get; }

    /// <summary>[N, K, V]: sums of key (x) value, gated.</summary>
    public Tensor<float> State { get; }

    /// <summary>[N, h, w, V]: the sensory memory.</summary>
    public Tensor<float> Sensory { get; }

    /// <summary>[N, Q, V + 1]: the sum of the object summaries.</summary>
    public Tensor<float> ObjectMemory { get; }

    /// <summary>[N, h, w, 1]: the last masks, area-resized: nothing reads them at full size.</summary>
    public Tensor<float> LastMask { get; }

    /// <summary>[N + 1, H, W]: the last frame's probabilities, background first, at padded size.</summary>
    public Tensor<float> Probabilities { get; }

    /// <summary>[N + 1]: not 0 for the objects that the frame's mask introduces or corrects.</summary>
    public Tensor<int> Given { get; }

    /// <summary>This memory with room for <paramref name="added"/> objects more, which the next frame introduces; disposes this one.</summary>
    public SessionState Grow(Network network, FrameGeometry geometry, int added)
    {
        int introductions = KeySumAtIntroduction.Shape.Objects;
        var grown = new SessionState(network, geometry, Objects + added, introductions + 1);
        grown.KeySum.Write(KeySum.ToArray());
        grown.State.Write(0, State.ToArray());
        grown.Sensory.Write(0, Sensory.ToArray());
        grown.ObjectMemory.Write(0, ObjectMemory.ToArray());
        grown.LastMask.Write(0, LastMask.ToArray());
        grown.KeySumAtIntroduction.Write(0, KeySumAtIntroduction.ToArray());
        grown.KeySumAtIntroduction.Write(KeySumAtIntroduction.Shape.Length, KeySum.ToArray());
        grown.Introduced.Write([.. Introduced.ToArray(), .. Enumerable.Repeat(introductions, added)]);
        Dispose();
        return grown;
    }

    /// <summary>This memory without an object; disposes this one.</summary>
    public SessionState Without(Network network, FrameGeometry geometry, int place)
    {
        var rest = new SessionState(network, geometry, Objects - 1, KeySumAtIntroduction.Shape.Objects);
        rest.KeySum.Write(KeySum.ToArray());
        rest.KeySumAtIntroduction.Write(KeySumAtIntroduction.ToArray());
        rest.Introduced.Write(Rest(Introduced.ToArray()));
        rest.State.Write(Rest(State.ToArray()));
        rest.Sensory.Write(Rest(Sensory.ToArray()));
        rest.ObjectMemory.Write(Rest(ObjectMemory.ToArray()));
        rest.LastMask.Write(Rest(LastMask.ToArray()));
        Dispose();
        return rest;

        T[] Rest<T>(T[] values)
        {
            int each = values.Length / Objects;
            return [.. values.AsSpan(0, place * each), .. values.AsSpan((place + 1) * each)];
        }
    }

    public void Dispose() => _memory.Dispose();
}
