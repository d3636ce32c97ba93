using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>The pixels of one item and its channels of them, where rows are cut into runs and pixels into slices: whole rows suit a processor's thread;
/// a vector of one pixel a GPU's, so that neighbouring items read neighbouring memory.</summary>
/// <param name="Row">The row.</param>
/// <param name="From">The first pixel.</param>
/// <param name="To">The pixel after the last.</param>
/// <param name="First">The first channel.</param>
/// <param name="End">The channel after the last.</param>
internal readonly record struct RowSlice(int Row, int From, int To, int First, int End)
{
    /// <summary>The slice of an item.</summary>
    /// <param name="item">The item: slices of a run lie side by side.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="run">Pixels of a run; the last of a row may have fewer.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="slice">Channels of a slice, which divide them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowSlice Of(int item, int width, int run, int channels, int slice)
    {
        PixelSlice part = PixelSlice.Of(item, channels, slice); // of a run
        RowRun pixels = RowRun.Of(part.Row, width, run);
        return new RowSlice(pixels.Row, pixels.From, pixels.To, part.First, part.End);
    }
}
