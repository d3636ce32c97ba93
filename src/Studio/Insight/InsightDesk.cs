using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Studio.Documents;
using LiVOS.Studio.Runs;

namespace LiVOS.Studio.Insight;

/// <summary>Shows what the network computes for a frame: the frame is segmented once more, with the memory that a run had there, and everything on the
/// way is kept.</summary>
/// <param name="project">The project.</param>
/// <param name="network">Its network.</param>
/// <param name="states">Memories of runs.</param>
internal sealed class InsightDesk(StudioProject project, StudioNetwork network, StateStore states)
{
    private const string Attention = "object_transformer.blocks.0.read_from_pixel.cross_attn", Foreground = "object_transformer.foreground.0";
    private const int MostBehind = StateStore.Distance * 3;

    /// <summary>Makes the pictures of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="id">The object that most of them are about.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="StudioException">There is no memory of a run near the frame.</exception>
    /// <exception cref="MediaException">A frame cannot be read.</exception>
    public async Task<IReadOnlyList<Panel>> PanelsAsync(int frame, int id, CancellationToken cancellation)
    {
        Chain chain;
        lock (project.Guard) chain = new Chain(project.Document, forward: true, network.Name);
        if (chain.First is not int first || frame <= first)
            throw new StudioException("The network has seen nothing before this frame; go to one behind the first mask.");
        (string Path, int Frame)? saved = states.Nearest(chain, frame);
        int from = saved is { } near ? near.Frame + 1 : first;
        if (frame - from > MostBehind) throw new StudioException("No run has come here yet; run forward to this frame first.");

        await network.Turn.WaitAsync(cancellation);
        try
        {
            using Segmenter segmenter = saved is { } memory
                ? Segmenter.Load(network.Network, memory.Path, capturing: true)
                : new Segmenter(network.Network, network.Geometry, capturing: true);
            var labels = new byte[project.Masks.Pixels];
            (Shape Shape, float[] Values)? state = null, sensory = null;
            await foreach (Picture picture in project.Clip.PicturesAsync(from, frame, cancellation))
            {
                foreach (int ended in chain.EndsAt(from)) segmenter.DeleteObject(ended);
                if (from == frame) (state, sensory) = (segmenter.ReadCaptured("state"), segmenter.ReadCaptured("sensory"));
                string? given = chain.GivenAt(from);
                network.Segment(segmenter, picture, given is null || from == frame ? null : project.Masks.Read(given), labels);
                from++;
            }
            int n = segmenter.ObjectIds.ToList().IndexOf(id);
            if (n < 0) throw new StudioException($"Object {id} is not followed in this frame; choose another.");
            return [.. Panels(segmenter, n, state!.Value, sensory!.Value)];
        }
        finally
        {
            network.Turn.Release();
        }
    }

    private IEnumerable<Panel> Panels(Segmenter segmenter, int n, (Shape Shape, float[] Values) state, (Shape Shape, float[] Values) sensory)
    {
        (int height, int width) = (network.Geometry.CoarseHeight, network.Geometry.CoarseWidth);
        if (segmenter.ReadCaptured("key_projector") is { } key)
            yield return new Panel(
                "Keys", "k = softmax(W f₁₆)", "A place's key says what it shows. Places of one colour have like keys, so they find each other in memory.",
                [new Raster("", width, height, Rasters.Hues(Softmax(key.Values, key.Shape.Channels), key.Shape.Channels))]);
        yield return new Panel(
            "State", "S ← G ⊙ S + k vᵀ", "All that linear attention remembers of the object: one row for each key channel, one column for each value channel. "
                + "It never grows.",
            [new Raster("", state.Shape.Channels, state.Shape.Positions, Rasters.Signed(Part(state, n)))]);
        if (segmenter.ReadCaptured("readout") is { } readout)
            yield return new Panel(
                "Readout", "o = k S ∕ (k · Σk)", "What each place reads from the state by its key: like colours, like memories.",
                [new Raster("", width, height, Rasters.Principal(Part(readout, n), readout.Shape.Channels))]);
        if (segmenter.ReadCaptured("gate_projector") is { } gate)
            yield return new Panel(
                "Gate", "G = mean σ(W f₁₆)", "How much of each value channel the state keeps after this frame: white keeps all of it, black forgets it.",
                [new Raster("", gate.Values.Length, 1, Rasters.Grey(gate.Values, 1))]);
        yield return new Panel(
            "Sensory memory", "h ← GRU(h, …)", "What stays at each place from frame to frame: shape and position, which keys do not know.",
            [new Raster("", width, height, Rasters.Principal(Part(sensory, n), sensory.Shape.Channels))]);
        if (Queries(segmenter, n) is { Count: > 0 } queries)
            yield return new Panel(
                "Queries", "softmax(q kᵀ ∕ √d)", "Where each of the object's queries looks: the first half at the object, the others around it "
                    + "(square roots, so that little is seen too).",
                queries);
    }

    private List<Raster> Queries(Segmenter segmenter, int n)
    {
        (int height, int width) = (network.Geometry.CoarseHeight, network.Geometry.CoarseWidth);
        if (segmenter.ReadCaptured(Attention + ".query") is not { } queries || segmenter.ReadCaptured(Attention + ".key") is not { } keys
            || segmenter.ReadCaptured(Foreground) is not { } foreground) return [];
        float[][] weights = QueryAttention.Of(queries, keys, foreground.Values, network.Network.Architecture.Heads, n);
        return [.. weights.Select((each, q) => new Raster(
            $"query {q + 1}", width, height, Rasters.Grey([.. each.Select(MathF.Sqrt)], MathF.Sqrt(each.Max()))))];
    }

    private static float[] Part((Shape Shape, float[] Values) tensor, int n)
    {
        int each = tensor.Values.Length / tensor.Shape.Objects;
        return tensor.Values[(n * each)..((n + 1) * each)];
    }

    private static float[] Softmax(float[] logits, int channels)
    {
        var values = new float[logits.Length];
        for (int at = 0; at < logits.Length; at += channels)
        {
            float largest = logits.AsSpan(at, channels).ToArray().Max(), sum = 0;
            for (int i = at; i < at + channels; i++) sum += values[i] = MathF.Exp(logits[i] - largest);
            for (int i = at; i < at + channels; i++) values[i] /= sum;
        }
        return values;
    }
}
