using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class AreaResizingTests
{
    public static TheoryData<string, (Shape Out, int Factor, bool Fine)> Sizes => Devices.EitherTimes(
        (new Shape(1, 1, 1, 1), 1, false), (new Shape(1, 1, 1, 1), 4, false), (new Shape(2, 3, 5, 1), 4, false), (new Shape(3, 1, 7, 48), 2, false),
        (new Shape(2, 4, 1, 5), 2, false), (new Shape(1, 2, 3, 64), 4, false), (new Shape(1, 1, 2, 4), 16, false),
        (new Shape(2, 3, 5, 1), 4, true), (new Shape(2, 4, 1, 5), 2, true), (new Shape(2, 2, 3, 16), 4, true));

    public static TheoryData<string, (Shape Out, int Factor, bool Fine)> MaskSizes => Devices.Times(
        (new Shape(1, 1, 1, 1), 16, false), (new Shape(5, 2, 3, 1), 16, false), (new Shape(2, 3, 1, 1), 16, false), (new Shape(2, 1, 5, 1), 4, false),
        (new Shape(1, 2, 2, 1), 3, false), (new Shape(5, 2, 3, 1), 16, true), (new Shape(1, 2, 2, 1), 3, true));

    public static TheoryData<string, (int Objects, int Positions)> ObjectCounts => Devices.Times((1, 1), (1, 30), (2, 7), (5, 33));

    [Theory, MemberData(nameof(Sizes))]
    public void AreaResize(string device, (Shape Out, int Factor, bool Fine) size)
    {
        using var rig = new Rig(device);
        (Shape shape, int factor, bool fine) = size;
        Tensor<float> x = rig.Input(Enlarged(shape, factor), low: 0), y = rig.Output(shape);

        RowCut cut = fine ? RowCut.Fine(shape) : RowCut.Whole(shape);
        rig.Run(Launches.AreaResizing.AreaResize(cut.Items, x, y, shape.Width, shape.Channels, factor, cut.Run, cut.Slice));

        Rig.AssertClose(Means(x.ToArray(), shape, factor), y, 1e-6);
    }

    [Theory, MemberData(nameof(MaskSizes))]
    public void AreaResizeMasks(string device, (Shape Out, int Factor, bool Fine) size)
    {
        using var rig = new Rig(device);
        (Shape shape, int factor, bool fine) = size;
        Tensor<float> planes = rig.Input(Enlarged(shape with { Objects = shape.Objects + 1 }, factor), low: 0), y = rig.Output(shape);

        RowCut cut = fine ? RowCut.Fine(shape) : RowCut.Whole(shape);
        rig.Run(Launches.AreaResizing.AreaResizeMasks(cut.Items, planes, y, shape.Height, shape.Width, factor, cut.Run));

        Rig.AssertClose(Means(planes.ToArray()[(shape.Positions * factor * factor)..], shape, factor), y, 1e-6);
    }

    [Theory, MemberData(nameof(ObjectCounts))]
    public void MaskAndOthers(string device, (int Objects, int Positions) size)
    {
        using var rig = new Rig(device);
        (int objects, int positions) = size;
        Tensor<float> m = rig.Input(Shape.Matrix(positions, 1, objects), low: 0), y = rig.Output(Shape.Matrix(positions, 2, objects));

        rig.Run(Launches.AreaResizing.MaskAndOthers(positions, m, y, objects, positions));

        float[] masks = m.ToArray();
        var expected = new List<double>();
        for (int n = 0; n < objects; n++)
            for (int p = 0; p < positions; p++)
            {
                double others = 0;
                for (int other = 0; other < objects; other++)
                    if (other != n) others += masks[other * positions + p];
                expected.Add(masks[n * positions + p]);
                expected.Add(Math.Clamp(others, 0, 1));
            }

        Rig.AssertClose([.. expected], y);
    }

    private static Shape Enlarged(Shape shape, int factor) => shape with { Height = shape.Height * factor, Width = shape.Width * factor };

    private static double[] Means(float[] x, Shape y, int factor)
    {
        var means = new List<double>();
        for (int n = 0; n < y.Objects; n++)
            for (int i = 0; i < y.Height; i++)
                for (int j = 0; j < y.Width; j++)
                    for (int c = 0; c < y.Channels; c++)
                    {
                        double sum = 0;
                        for (int r = i * factor; r < (i + 1) * factor; r++)
                            for (int q = j * factor; q < (j + 1) * factor; q++)
                                sum += x[((n * y.Height * factor + r) * y.Width * factor + q) * y.Channels + c];
                        means.Add(sum / (factor * factor));
                    }

        return [.. means];
    }
}
