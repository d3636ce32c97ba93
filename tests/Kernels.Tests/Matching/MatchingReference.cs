using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

/// <summary>Linear matching as its definition says it, in double precision.</summary>
internal static class MatchingReference
{
    /// <summary>[introductions] of a key and a sum of keys [h, w, K], and that sum as it stood before each introduction.</summary>
    public static double[] Norm(Tensor<float> key, Tensor<float> keySum, Tensor<float> bases)
    {
        float[] k = key.ToArray(), sum = keySum.ToArray(), b = bases.ToArray();
        return [.. Enumerable.Range(0, bases.Shape.Objects).Select(g => k.Select((x, i) => (double)x * (sum[i] - b[g * k.Length + i])).Sum())];
    }

    /// <summary>[N, h, w, V] of a key [h, w, K] and a state [N, K, V], divided by each object's norm.</summary>
    public static double[] Readout(Tensor<float> key, Tensor<float> state, Func<int, double> norm)
    {
        (int objects, int positions, int keys, int values) = (state.Shape.Objects, key.Shape.Positions, key.Shape.Channels, state.Shape.Channels);
        float[] k = key.ToArray(), s = state.ToArray();
        var expected = new double[objects * positions * values];
        for (int n = 0; n < objects; n++)
            for (int p = 0; p < positions; p++)
                for (int v = 0; v < values; v++)
                {
                    double sum = 0;
                    for (int i = 0; i < keys; i++) sum += (double)k[p * keys + i] * s[(n * keys + i) * values + v];
                    expected[(n * positions + p) * values + v] = sum / norm(n);
                }

        return expected;
    }

    /// <summary>[N, K, V or more] of weights [N or 1, h, w, K] and values [N, h, w, V], added to the gated sums before where there is a gate.
    /// Further columns stay as they are.</summary>
    public static double[] WeightedReduction(Tensor<float> weight, Tensor<float> value, Tensor<float>? gate, Tensor<float> sums)
    {
        (int objects, int positions, int keys, int values) = (value.Shape.Objects, value.Shape.Positions, weight.Shape.Channels, value.Shape.Channels);
        float[] w = weight.ToArray(), x = value.ToArray();
        float[]? g = gate?.ToArray();
        double[] expected = [.. sums.ToArray().Select(before => (double)before)];
        for (int n = 0; n < objects; n++)
            for (int k = 0; k < keys; k++)
                for (int v = 0; v < values; v++)
                {
                    int at = (n * keys + k) * sums.Shape.Channels + v;
                    expected[at] = g is null ? 0 : g[v] * expected[at];
                    for (int p = 0; p < positions; p++)
                        expected[at] += (double)w[((weight.Shape.Objects == 1 ? 0 : n * positions) + p) * keys + k] * x[(n * positions + p) * values + v];
                }

        return expected;
    }
}
