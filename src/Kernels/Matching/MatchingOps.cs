using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>Linear matching (docs/network.md#linear-matching), and the sums of object summaries: which kernels compute them on a device, and how they
/// are launched.</summary>
internal static class MatchingOps
{
    private const int Size = TiledMatching.Size;

    /// <summary>Records the norm of each introduction [introductions]: key times the keys seen since.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="key">[1, h, w, K]</param>
    /// <param name="keySum">[1, h, w, K]</param>
    /// <param name="keySumAtIntroduction">[introductions, h, w, K]: the sum as it stood at each introduction.</param>
    public static Tensor<float> MatchingNorm(this PlanBuilder plan, Tensor<float> key, Tensor<float> keySum, Tensor<float> keySumAtIntroduction)
    {
        (int introductions, int positions, int keys) = (keySumAtIntroduction.Shape.Objects, key.Shape.Positions, key.Shape.Channels);
        Tensor<float> norm = plan.Intermediate("norm", Shape.Vector(1, introductions));
        plan.Add(plan.Device.Schedule == Schedule.Gpu
            ? Launches.GroupMatching.MatchingNorm(NormGrid(introductions), key, keySum, keySumAtIntroduction, norm, positions * keys)
            : Launches.LinearMatching.MatchingNorm(introductions, key, keySum, keySumAtIntroduction, norm, positions, keys));
        return norm;
    }

    /// <summary>Records the readout [N, h, w, V]: key times state, divided by the norm of each object's introduction.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="key">[1, h, w, K]</param>
    /// <param name="state">[N or more, K, V]</param>
    /// <param name="norm">[introductions]</param>
    /// <param name="introduced">[N]: the introduction that brought each object</param>
    /// <param name="objects">N</param>
    /// <param name="inHalves">Whether the readout is held as halves.</param>
    public static Tensor<float> Readout(
        this PlanBuilder plan, Tensor<float> key, Tensor<float> state, Tensor<float> norm, Tensor<int> introduced, int objects, bool inHalves = false)
    {
        (int positions, int keys, int values) = (key.Shape.Positions, key.Shape.Channels, state.Shape.Channels);
        Tensor<float> readout = plan.Intermediate("readout", key.Shape with { Objects = objects, Channels = values }, inHalves);
        long operations = 2L * objects * positions * keys * values;
        plan.Add(plan.Device.Schedule == Schedule.Gpu
            ? Launches.TiledMatching.Readout(
                TiledReadoutGrid(objects, positions, values), key, state, norm, introduced, readout, positions, keys, values, operations)
            : Launches.LinearMatching.Readout(
                LinearReadoutGrid(Launch.WidthFor(plan.Device.VectorWidth, values), objects, positions, keys),
                key, state, norm, introduced, readout, positions, keys, values, operations));
        return readout;
    }

    /// <summary>Records the update of the state: the gate times the state, plus the sum over positions of key times value.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="key">[1, h, w, K]</param>
    /// <param name="value">[N, h, w, V]</param>
    /// <param name="gate">[V]</param>
    /// <param name="state">[N, K, V], changed in place.</param>
    public static void UpdateState(this PlanBuilder plan, Tensor<float> key, Tensor<float> value, Tensor<float> gate, Tensor<float> state) =>
        AddWeightedReduction(plan, key, value, gate, state);

    /// <summary>Records the sums over positions of weight times value.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="weight">[N, h, w, K]</param>
    /// <param name="value">[N, h, w, V]</param>
    /// <param name="sums">[N, K, V or more]: further columns are left as they are.</param>
    public static void WeightedReduction(this PlanBuilder plan, Tensor<float> weight, Tensor<float> value, Tensor<float> sums) =>
        AddWeightedReduction(plan, weight, value, gate: null, sums);

    private static void AddWeightedReduction(PlanBuilder plan, Tensor<float> weight, Tensor<float> value, Tensor<float>? gate, Tensor<float> sums)
    {
        (int objects, int positions, int values, int keys) = (value.Shape.Objects, value.Shape.Positions, value.Shape.Channels, weight.Shape.Channels);
        var shape = new WeightedReductionShape(
            positions, keys, values, sums.Shape.Channels, WeightIsShared: weight.Shape.Objects < objects, Gated: gate is not null);
        long operations = 2L * objects * positions * keys * values;
        if (plan.Device.Schedule == Schedule.Gpu)
        {
            int splits = TiledMatching.Splits(positions);
            Tensor<float> partial = plan.Intermediate("partial sums", Shape.Matrix(keys, values, splits * objects));
            LaunchShape grid = WeightedReductionSplitsGrid(objects, shape);
            plan.Add(Launches.TiledMatching.WeightedReductionSplits(grid, weight, value, partial, shape, objects, splits, operations));
            plan.Add(Launches.TiledMatching.ReduceSplits(objects * keys * values, partial, gate, sums, shape, objects, splits));
        }
        else
        {
            LaunchShape grid = WeightedReductionGrid(Launch.WidthFor(plan.Device.VectorWidth, values), objects, shape);
            plan.Add(Launches.LinearMatching.WeightedReduction(grid, weight, value, gate, sums, shape, operations));
        }
    }

    /// <summary>The launch of <see cref="GroupMatching.MatchingNorm"/>.</summary>
    internal static LaunchShape NormGrid(int introductions) => new(new(introductions), new(GroupMatching.Items));

    /// <summary>The launch of <see cref="LinearMatching.Readout"/> with vectors of <paramref name="width"/> lanes.</summary>
    internal static LaunchShape LinearReadoutGrid(int width, int objects, int positions, int keys) => LaunchShape.Tiles(
        Integers.DivideUp(positions, LinearMatching.ReadoutBlock), objects, dynamicShared: LinearMatching.ReadoutScratch(width, keys));

    /// <summary>The launch of <see cref="TiledMatching.Readout"/>.</summary>
    internal static LaunchShape TiledReadoutGrid(int objects, int positions, int values) => new(
        new(Integers.DivideUp(positions, Size), Integers.DivideUp(values, Size), objects), new(TiledMatching.Side, TiledMatching.Side));

    /// <summary>The launch of <see cref="LinearMatching.WeightedReduction"/> with vectors of <paramref name="width"/> lanes.</summary>
    internal static LaunchShape WeightedReductionGrid(int width, int objects, WeightedReductionShape shape) => LaunchShape.Tiles(
        Integers.DivideUp(shape.Values, 2 * width), Integers.DivideUp(shape.Keys, RegisterTile.Rows), objects, LinearMatching.WeightedReductionScratch(width));

    /// <summary>The launch of <see cref="TiledMatching.WeightedReductionSplits"/>.</summary>
    internal static LaunchShape WeightedReductionSplitsGrid(int objects, WeightedReductionShape shape) => new(
        new(Integers.DivideUp(shape.Keys, Size), Integers.DivideUp(shape.Values, Size), objects * TiledMatching.Splits(shape.Positions)),
        new(TiledMatching.Side, TiledMatching.Side));
}
