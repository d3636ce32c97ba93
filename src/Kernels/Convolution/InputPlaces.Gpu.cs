using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>The places of up to 8 positions whose inputs an item copies, which change only when a <see cref="KTileWalk"/> leaves its pixel.</summary>
/// <param name="P0">The first element of the first position's pixel.</param>
/// <param name="P1">The same of the next.</param>
/// <param name="P2">The same of the next.</param>
/// <param name="P3">The same of the next.</param>
/// <param name="P4">The same of the next.</param>
/// <param name="P5">The same of the next.</param>
/// <param name="P6">The same of the next.</param>
/// <param name="P7">The same of the last.</param>
/// <param name="Inside">A bit for each: whether there is such a pixel.</param>
internal readonly record struct InputPlaces(int P0, int P1, int P2, int P3, int P4, int P5, int P6, int P7, int Inside)
{
    /// <summary>Finds the places.</summary>
    /// <param name="walk">The input's pixel.</param>
    /// <param name="windows">See <see cref="KTileWalk.FindWindows"/>.</param>
    /// <param name="rows">Positions of the tile.</param>
    /// <param name="row">The first position.</param>
    /// <param name="step">The distance of two.</param>
    /// <param name="block">The distance of the first and the fifth.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="shape">The extents.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static InputPlaces Find(KTileWalk walk, ArrayView<int> windows, int rows, int row, int step, int block, int count, ConvolutionShape shape)
    {
        int inside = 0;
        for (int i = 0; i < 8; i++)
            if (i < count) inside |= walk.IsInside(windows, rows, row + Further(i, step, block)) << i;
        return new InputPlaces(
            Place(walk, windows, inside, row, step, block, 0, shape), Place(walk, windows, inside, row, step, block, 1, shape),
            Place(walk, windows, inside, row, step, block, 2, shape), Place(walk, windows, inside, row, step, block, 3, shape),
            Place(walk, windows, inside, row, step, block, 4, shape), Place(walk, windows, inside, row, step, block, 5, shape),
            Place(walk, windows, inside, row, step, block, 6, shape), Place(walk, windows, inside, row, step, block, 7, shape), inside);
    }

    /// <summary>One of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(int i)
    {
        int low = i == 0 ? P0 : i == 1 ? P1 : i == 2 ? P2 : P3;
        int high = i == 4 ? P4 : i == 5 ? P5 : i == 6 ? P6 : P7;
        return i < 4 ? low : high;
    }

    /// <summary>The distance of the first and of another position.</summary>
    /// <param name="i">Which.</param>
    /// <param name="step">The distance of two.</param>
    /// <param name="block">The distance of the first and the fifth.</param>
    public static int Further(int i, int step, int block) => i / 4 * block + i % 4 * step;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Place(KTileWalk walk, ArrayView<int> windows, int inside, int row, int step, int block, int i, ConvolutionShape shape)
    {
        int place = 0;
        if ((inside & 1 << i) != 0) place = walk.PlaceOf(windows, row + Further(i, step, block), shape);
        return place;
    }
}
