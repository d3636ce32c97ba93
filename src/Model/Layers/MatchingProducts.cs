using LiVOS.Kernels;
using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Model.Layers;

/// <summary>The matrix products of linear matching (docs/network.md#linear-matching) and of object summaries
/// (docs/network.md#object-summaries), in the device's schedule.</summary>
internal static class MatchingProducts
{
    /// <summary>Records the norm of each introduction [introductions]: key times the keys seen since.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="key">[1, h, w, K]</param>
    /// <param name="keySum">[1, h, w, K]</param>
    /// <param name="bases">[introductions, h, w, K]</param>
    public static Tensor<float> RecordNorm(PlanBuilder plan, Tensor<float> key, Tensor<float> keySum, Tensor<float> bases)
    {
        (int introductions, int positions, int keys) = (bases.Shape.Objects, key.Shape.Positions, key.Shape.Channels);
        Tensor<float> norm = plan.Temporary("norm", Shape.Vector(1, introductions));
        plan.Add(plan.Device.Schedule == Schedule.Gpu
            ? Launches.GroupSums.GroupMatchingNorm(MatchingOps.NormGrid(introductions), key, keySum, bases, norm, positions * keys)
            : Launches.LinearMatching.MatchingNorm(introductions, key, keySum, bases, norm, positions, keys));
        return norm;
    }

    /// <summary>Records the readout [N, h, w, V]: key times state, divided by the norm of each object's introduction.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="key">[1, h, w, K]</param>
    /// <param name="state">[N or more, K, V]</param>
    /// <param name="norm">[introductions]</param>
    /// <param name="introduced">[N]: the introduction that brought each object</param>
    /// <param name="objects">N</param>
    public static Tensor<float> RecordReadout(
        PlanBuilder plan, Tensor<float> key, Tensor<float> state, Tensor<float> norm, Tensor<int> introduced, int objects)
    {
        (int positions, int keys, int values) = (key.Shape.Positions, key.Shape.Channels, state.Shape.Channels);
        Tensor<float> readout = plan.Temporary("readout", key.Shape with { Objects = objects, Channels = values });
        long operations = 2L * objects * positions * keys * values;
        if (plan.Device.Schedule == Schedule.Gpu)
        {
            LaunchShape grid = MatchingOps.ReadoutGrid(objects, positions, values);
            plan.Add(Launches.TiledMatching.ReadoutTiles(grid, key, state, norm, introduced, readout, positions, keys, values, operations));
        }
        else
        {
            int width = Launch.WidthFor(plan.Device.VectorWidth, values);
            var grid = LaunchShape.Tiles(
                (positions + LinearMatching.ReadoutBlock - 1) / LinearMatching.ReadoutBlock, objects, dynamicShared: LinearMatching.ReadoutScratch(width, keys));
            plan.Add(Launches.LinearMatching.Readout(grid, key, state, norm, introduced, readout, positions, keys, values, operations));
        }

        return readout;
    }

    /// <summary>Records sums over positions of weight times value, which take the place of <paramref name="sums"/> or, with a gate, add to what
    /// the gate leaves of them.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="weight">[N or 1, h, w, K]</param>
    /// <param name="value">[N, h, w, V]</param>
    /// <param name="gate">[V]; null where there is none</param>
    /// <param name="sums">[N, K, V or more]: further columns are left as they are</param>
    public static void RecordWeightedSums(PlanBuilder plan, Tensor<float> weight, Tensor<float> value, Tensor<float>? gate, Tensor<float> sums)
    {
        (int objects, int positions, int values) = (value.Shape.Objects, value.Shape.Positions, value.Shape.Channels);
        int keys = weight.Shape.Channels;
        var shape = new WeightedSumsShape(
            positions, keys, values, sums.Shape.Channels, WeightIsShared: weight.Shape.Objects < objects, Gated: gate is not null);
        long operations = 2L * objects * positions * keys * values;
        if (plan.Device.Schedule == Schedule.Gpu)
        {
            int splits = TiledMatching.Splits(positions);
            Tensor<float> partial = plan.Temporary("partial sums", Shape.Matrix(keys, values, splits * objects));
            LaunchShape grid = MatchingOps.PartialSumsGrid(objects, shape);
            plan.Add(Launches.TiledMatching.PartialSums(grid, weight, value, partial, shape, objects, splits, operations));
            plan.Add(Launches.TiledMatching.AddPartialSums(objects * keys * values, partial, gate, sums, shape, objects, splits));
        }
        else
        {
            int width = Launch.WidthFor(plan.Device.VectorWidth, values);
            plan.Add(Launches.LinearMatching.WeightedSums(MatchingOps.WeightedSumsGrid(width, objects, shape), weight, value, gate, sums, shape, operations));
        }
    }
}
