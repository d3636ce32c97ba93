using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>The pixels of one item where a row is cut into runs: a whole row suits a processor's thread, a single pixel a GPU's.</summary>
/// <param name="Row">The row.</param>
/// <param name="From">The first pixel.</param>
/// <param name="To">The pixel after the last.</param>
internal readonly record struct RowRun(int Row, int From, int To)
{
    /// <summary>The number of runs in a row.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="run">Pixels of a run; the last of a row may have fewer.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int InRow(int width, int run) => (width + run - 1) / run;

    /// <summary>The run of an item.</summary>
    /// <param name="item">The item, from 0 to rows * <see cref="InRow"/> less 1.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="run">Pixels of a run.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowRun Of(int item, int width, int run)
    {
        int runs = InRow(width, run), row = item / runs, from = (item - row * runs) * run;
        return new RowRun(row, from, from + run < width ? from + run : width);
    }
}
