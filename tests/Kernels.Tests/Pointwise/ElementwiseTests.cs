using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class ElementwiseTests
{
    private static readonly (int Rows, int Channels)[] s_sizes = [(1, 1), (1, 16), (7, 5), (33, 48)];

    public static TheoryData<string, (int Rows, int Channels)> Sizes => Devices.Times(s_sizes);

    public static TheoryData<string, (int Rows, int Channels)> SizesInEither => Devices.EitherTimes(s_sizes);

    [Theory, MemberData(nameof(Sizes))]
    public void Add(string device, (int Rows, int Channels) size)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(size.Rows, size.Channels);
        Tensor<float> a = rig.Input(shape, 1), b = rig.Input(shape, 2), y = rig.Output(shape);

        rig.Run(Launches.Elementwise.Add(size.Rows, a, b, y, size.Channels));

        Rig.AssertClose([.. a.ToArray().Zip(b.ToArray(), (p, q) => (double)p + q)], y);
    }

    [Theory, MemberData(nameof(SizesInEither))]
    public void Copy(string device, (int Rows, int Channels) size)
    {
        using var rig = new Rig(device);
        Tensor<float> x = rig.Input(Shape.Matrix(size.Rows, size.Channels)), y = rig.Output(x.Shape);

        rig.Run(Launches.Elementwise.Copy(size.Rows, x, y, size.Channels));

        Assert.Equal(x.ToArray(), y.ToArray());
    }

    /// <summary>Halves are floats; floats become the nearest halves.</summary>
    [Theory, MemberData(nameof(SizesInEither))]
    public void Copy_to_other_elements(string device, (int Rows, int Channels) size)
    {
        using var rig = new Rig(device);
        Tensor<float> x = rig.Input(Shape.Matrix(size.Rows, size.Channels)), floats = rig.Floats.Output(x.Shape), y = rig.Output(x.Shape);
        Tensor<float> fine = rig.Floats.Input(x.Shape, 2);

        rig.Run(Launches.Elementwise.Copy(size.Rows, x, floats, size.Channels), Launches.Elementwise.Copy(size.Rows, fine, y, size.Channels));

        Assert.Equal(x.ToArray(), floats.ToArray());
        Assert.Equal(fine.ToArray().Select(value => rig.InHalves ? (float)(Half)value : value), y.ToArray());
    }
}
