namespace LiVOS.Kernels;

/// <summary>The extents of weighted sums over positions.</summary>
/// <param name="Positions">Positions that are summed over.</param>
/// <param name="Keys">Rows of the result (K).</param>
/// <param name="Values">Columns of the result (V); the vector's width divides it.</param>
/// <param name="SumsRow">The distance of two rows of the result.</param>
/// <param name="WeightIsShared">Whether all objects have the same weights.</param>
/// <param name="Gated">Whether the result adds to the previous sums, scaled by the gate.</param>
internal readonly record struct WeightedReductionShape(int Positions, int Keys, int Values, int SumsRow, Flag WeightIsShared, Flag Gated);
