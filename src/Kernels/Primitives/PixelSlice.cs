using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>Some channels of one position, where positions are cut into slices: a whole position suits a processor's thread; a vector of it a GPU's, so that
/// neighbouring items read neighbouring memory.</summary>
/// <param name="Row">The position, of all objects.</param>
/// <param name="First">The first channel.</param>
/// <param name="End">The channel after the last.</param>
internal readonly record struct PixelSlice(int Row, int First, int End)
{
    /// <summary>The slice of an item.</summary>
    /// <param name="item">The item: slices of a position lie side by side.</param>
    /// <param name="channels">Channels of a position.</param>
    /// <param name="slice">Channels of a slice, which divide them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PixelSlice Of(int item, int channels, int slice)
    {
        int slices = channels / slice, row = item / slices, first = (item - row * slices) * slice;
        return new PixelSlice(row, first, first + slice);
    }
}
