using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class GroupMatchingTests
{
    public sealed record Case(int Positions, int Channels);

    public static TheoryData<string, Case> Cases => Devices.WithGroupsTimes<Case>(
        new(1, 1), new(15, 16), new(33, 17), new(2 * 16 * 64 + 5, 3), new(100, 40), new(2 * 64, 256));

    [Theory, MemberData(nameof(Cases))]
    public void MatchingNorm(string device, Case c)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(c.Positions, c.Channels);
        Tensor<float> key = rig.Input(shape, 1, 0, 1), keySum = rig.Input(shape, 2, 0, 9), bases = rig.Input(shape with { Objects = 2 }, 3, 0, 2);
        Tensor<float> norm = rig.Output(Shape.Vector(1, 2));

        rig.Run(Launches.GroupMatching.MatchingNorm(MatchingOps.NormGrid(2), key, keySum, bases, norm, (int)shape.Length));

        Rig.AssertClose(MatchingReference.Norm(key, keySum, bases), norm, 2e-6);
    }
}
