using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>The positional encoding of one grid (docs/network.md#positional-encoding), as one table for each axis.</summary>
internal sealed class Positions
{
    private readonly Tensor<float> _alongX, _alongY;

    /// <summary>Makes the tables of a grid of <paramref name="height"/> x <paramref name="width"/>.</summary>
    public Positions(Device device, DeviceMemory memory, int height, int width, int channels)
    {
        _alongX = Table(device, memory, "positions along x", width, channels);
        _alongY = Table(device, memory, "positions along y", height, channels);
    }

    /// <summary>Records the addition of the encoding to x [N, h, w, C], in place where nothing else reads x.</summary>
    public Tensor<float> RecordAdd(PlanBuilder plan, string name, Tensor<float> x)
    {
        Tensor<float> y = plan.Intermediate(name, x.Shape, x.InHalves);
        plan.AllowInPlace(y, x);
        RowCut cut = RowCut.OfPixels(plan, HalvesOf(x.Shape));
        plan.Add(Launches.PositionalEncoding.AddPositionalEncoding(
            cut.Items, x, _alongX, _alongY, y, x.Shape.Height, x.Shape.Width, x.Shape.Channels, cut.Slice));
        return y;
    }

    /// <summary>Positions cut in two: a table for each half of the channels.</summary>
    private static Shape HalvesOf(Shape x) => x with { Width = 2 * x.Width, Channels = x.Channels / 2 };

    private static Tensor<float> Table(Device device, DeviceMemory memory, string name, int extent, int channels)
    {
        Tensor<float> table = device.NewTensor<float>(name, Shape.Matrix(extent, channels / 2), memory);
        if (!memory.CountsOnly) table.Write(PositionalTable.Along(extent, channels));
        return table;
    }
}
