using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Frames;

/// <summary>From the bytes of a clip's frame to a frame of the network's size (docs/network.md#evaluation-protocol).</summary>
internal sealed class FrameConversion
{
    private readonly Axis? _across, _down; // null where the sizes agree

    /// <summary>Makes the tables.</summary>
    public FrameConversion(Device device, DeviceMemory memory, FrameGeometry geometry)
    {
        if (!geometry.IsResampled) return;
        _across = new Axis(device, memory, "across", geometry.SourceWidth, geometry.Width);
        _down = new Axis(device, memory, "down", geometry.SourceHeight, geometry.Height);
    }

    /// <summary>Records the conversion: of a frame that has the network's size there is none, and the bytes are what the network takes.</summary>
    /// <param name="plan">Where to.</param>
    /// <param name="pixels">[1, sourceHeight, sourceWidth, 3]</param>
    /// <param name="frame">Makes [1, height, width, 3], where it is needed: becomes RGB in [0, 1].</param>
    /// <returns>[1, height, width, 3]</returns>
    public FramePixels Record(PlanBuilder plan, Tensor<byte> pixels, Func<Tensor<float>> frame)
    {
        if (_across is null || _down is null) return pixels;
        Tensor<float> resized = frame();
        Tensor<float> rows = plan.Intermediate("resized rows", pixels.Shape with { Width = resized.Shape.Width });
        plan.ResizeAcross(pixels, _across.Starts, _across.Weights, rows);
        plan.ResizeDown(rows, _down.Starts, _down.Weights, resized);
        return resized;
    }

    /// <summary>The tables of one axis.</summary>
    private sealed class Axis
    {
        public Axis(Device device, DeviceMemory memory, string name, int input, int output)
        {
            var table = new ResizeTaps(input, output);
            Starts = NewTable(device, $"resize {name}: starts", Shape.Vector(output), table.Starts, memory);
            Weights = NewTable(device, $"resize {name}: weights", Shape.Matrix(output, table.Count), table.Weights, memory);
        }

        public Tensor<int> Starts { get; }

        public Tensor<float> Weights { get; }

        private static Tensor<T> NewTable<T>(Device device, string name, Shape shape, T[] values, DeviceMemory memory) where T : unmanaged
        {
            Tensor<T> table = device.NewTensor<T>(name, shape, memory);
            if (!memory.CountsOnly) table.Write(values);
            return table;
        }
    }
}
