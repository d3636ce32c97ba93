using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

/// <summary>Runs an implementation of attention on synthetic tensors and compares it with <see cref="AttentionReference"/>.</summary>
internal static class AttentionChecks
{
    public sealed record Tensors(Tensor<float> Q, Tensor<float> K, Tensor<float> V, Tensor<float> Foreground);

    /// <summary>Checks queries that attend to pixels, once into another tensor and once in place.</summary>
    /// <param name="launch">The launch that writes to the given output.</param>
    public static void QueryToPixel(string device, AttentionCase c, Func<Tensors, Tensor<float>, Launch> launch)
    {
        using var rig = new Rig(device);
        Shape queries = Shape.Matrix(c.Queries, c.Channels, c.Objects), pixels = Shape.Matrix(c.Positions, c.Channels, c.Objects);
        Shape mask = Shape.Matrix(c.Positions, 1, c.Objects);
        var x = new Tensors(
            rig.Input(queries, 1, -4, 4), rig.Input(pixels, 2, -4, 4), rig.Input(pixels, 3),
            c.IsMasked ? rig.Tensor<float>(mask, AttentionReference.Foreground(c.Mask, c.Objects, c.Positions)) : rig.Output(mask));
        double[] expected = AttentionReference.Compute(
            x.Q.ToArray(), x.K.ToArray(), x.V.ToArray(), x.Foreground.ToArray(), c.Objects, c.Queries, c.Positions, c.Heads, c.Channels, c.IsMasked);

        Run(rig, x, expected, launch);
    }

    /// <summary>Checks pixels that attend to queries, once into another tensor and once in place.</summary>
    /// <param name="launch">The launch that writes to the given output.</param>
    public static void PixelToQuery(string device, AttentionCase c, Func<Tensors, Tensor<float>, Launch> launch)
    {
        using var rig = new Rig(device);
        Shape queries = Shape.Matrix(c.Queries, c.Channels, c.Objects), pixels = Shape.Matrix(c.Positions, c.Channels, c.Objects);
        Tensor<float> q = rig.Input(pixels, 1, -4, 4);
        var x = new Tensors(q, rig.Input(queries, 2, -4, 4), rig.Input(queries, 3), Foreground: q);
        double[] expected = AttentionReference.Compute(
            q.ToArray(), x.K.ToArray(), x.V.ToArray(), [], c.Objects, c.Positions, c.Queries, c.Heads, c.Channels, masked: false);

        Run(rig, x, expected, launch);
    }

    private static void Run(Rig rig, Tensors x, double[] expected, Func<Tensors, Tensor<float>, Launch> launch)
    {
        Tensor<float> y = rig.Output(x.Q.Shape);

        rig.Run(launch(x, y), launch(x, x.Q));

        Rig.AssertClose(expected, y);
        Assert.Equal(y.ToArray(), x.Q.ToArray());
    }
}
