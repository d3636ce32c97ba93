namespace LiVOS.Kernels;

/// <summary>
/// The layout of weights that <see cref="TensorConvolution"/> reads: [panels, K-tiles, 2 halves, 4 steps, 2 sides, 32 lanes, 4 words], filled up with
/// zeros, so that a group's part of a K-tile lies together, and an item takes those of a step and 16 channels (a side of a half) with one access, as the
/// products of matrices need them. A word is a float or two halves. The products of a sum are ordered as <see cref="WeightPanels"/> says.
/// <para>Lane l has of row l / 4 the words l % 4 and l % 4 + 4 of the step's 8, and then those of row l / 4 + 8. Of each 16 output channels row
/// 8 j + 2 t + e is channel 4 t + 2 j + e: an item has columns 2 t and 2 t + 1 of every 8 sums, so that those of two products of matrices are 4 channels
/// that lie side by side in the output.</para>
/// </summary>
internal static class TensorPanels
{
    /// <summary>Output channels of a panel.</summary>
    public const int Width = WeightWords.Panel;

    private const int Order = 16; // channels that are reordered among themselves

    /// <summary>Numbers of one output channel's weights.</summary>
    /// <param name="depth">Products in each sum.</param>
    /// <param name="fp16">Whether memory holds them as halves.</param>
    public static int Pitch(int depth, bool fp16) => KTile.Count(depth, KTile.Length(fp16)) * KTile.Length(fp16);

    /// <summary>Packs one panel.</summary>
    /// <param name="weight">[outChannels, inChannels, size, size]</param>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="area">size size</param>
    /// <param name="panel">The panel's number.</param>
    /// <param name="fp16">Whether memory will hold them as halves; else they are rounded to tf32 here.</param>
    /// <param name="packed">[K-tiles, 64, K-tile]</param>
    public static void Pack(ReadOnlySpan<float> weight, int outChannels, int area, int panel, bool fp16, Span<float> packed)
    {
        int depth = weight.Length / outChannels, inChannels = depth / area;
        packed.Clear();
        for (int row = 0; row < Width; row++)
        {
            int channel = panel * Width + ChannelOf(row);
            if (channel >= outChannels) continue;
            ReadOnlySpan<float> filter = weight.Slice(channel * depth, depth);
            for (int c = 0; c < inChannels; c++)
            {
                for (int k = 0; k < area; k++)
                {
                    (float value, int product) = (filter[c * area + k], k * inChannels + c);
                    packed[PlaceOf(row, product, KTile.Length(fp16))] = fp16 ? value : BitConverter.UInt32BitsToSingle(TensorCore.RoundToTf32(value));
                }
            }
        }
    }

    private static int PlaceOf(int row, int product, int length)
    {
        int perWord = length / KTile.Pitch, k = product % length, word = k / perWord, lane = row % 8 * 4 + word % 4;
        int place = row / 32 * WeightWords.Half + word / 8 * WeightWords.Step + row / Order % 2 * WeightWords.Side
            + lane * Swizzle.Chunk + row % Order / 8 * 2 + word % 8 / 4;

        // Lines that lie 8 apart in shared memory lie together here.
        int line = place / KTile.Pitch, inMemory = line / 32 * 32 + line % 8 * WeightWords.Lines + line % 32 / 8;
        return ((product / length * Width + inMemory) * KTile.Pitch + place % KTile.Pitch) * perWord + k % perWord;
    }

    private static int ChannelOf(int row) => row / Order * Order + row % 8 / 2 * 4 + row % Order / 8 * 2 + row % 2;
}
