using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class ElementwiseTests
{
    public static TheoryData<string, (int Rows, int Channels)> Sizes => Devices.Times((1, 1), (1, 16), (7, 5), (33, 48));

    [Theory, MemberData(nameof(Sizes))]
    public void Add(string device, (int Rows, int Channels) size)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(size.Rows, size.Channels);
        Tensor<float> a = rig.Input(shape, 1), b = rig.Input(shape, 2), y = rig.Output(shape);

        rig.Run(Launches.Elementwise.Add(size.Rows, a, b, y, size.Channels));

        Rig.AssertClose([.. a.ToArray().Zip(b.ToArray(), (p, q) => (double)p + q)], y);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Copy(string device, (int Rows, int Channels) size)
    {
        using var rig = new Rig(device);
        Tensor<float> x = rig.Input(Shape.Matrix(size.Rows, size.Channels)), y = rig.Output(x.Shape);

        rig.Run(Launches.Elementwise.Copy(size.Rows, x, y, size.Channels));

        Assert.Equal(x.ToArray(), y.ToArray());
    }
}
