using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>The recurrent update of the sensory memory (docs/network.md#recurrent-update): gates from <c>transform(concat(g,
/// sensory))</c>, a 3x3 convolution.</summary>
internal sealed class SensoryRecurrence(WeightLoader loader, string name, string captureAs, int channels)
{
    private readonly Conv2d _transform = Conv2d.Load(loader, $"{name}.transform", secondInput: channels);

    /// <summary>Records the update of <paramref name="sensory"/> [N, h, w, C], in place, by <paramref name="g"/> [N, h, w, C].</summary>
    public void Record(PlanBuilder plan, Tensor<float> g, Tensor<float> sensory)
    {
        Tensor<float> values = _transform.Record(plan, g, sensory);
        using PlanBuilder.LayerScope _ = plan.Layer(name);
        RowCut cut = RowCut.OfPixels(plan, sensory.Shape);
        plan.Add(Launches.Recurrence.GatedRecurrence(cut.Items, values, sensory, sensory, channels, cut.Slice));
        if (!plan.Capturing) return;

        // A later module overwrites the memory: who wants to see it as it is here gets a copy.
        Tensor<float> copy = plan.Intermediate(captureAs, sensory.Shape);
        plan.Add(Launches.Elementwise.Copy(sensory.Shape.Rows, sensory, copy, channels));
        plan.Capture(captureAs, copy);
    }
}
