using LiVOS.Weights.Synthetic;

namespace LiVOS.Bench.Clips;

/// <summary>Synthetic frames (docs/network.md#synthetic-weights-and-frames) with rectangular objects side by side.</summary>
internal sealed class SyntheticClip(int height, int width, int objects, ulong seed) : Clip(height, width)
{
    private readonly SyntheticFrames _frames = new(seed, width, height);

    public override int[] Mask { get; } = Rectangles(height, width, objects);

    public override float[] Frame(int number) => _frames[number];

    /// <summary>Each object takes the middle half of its share of the width, and the middle half of the height.</summary>
    private static int[] Rectangles(int height, int width, int objects)
    {
        var mask = new int[height * width];
        for (int y = height / 4; y < height - height / 4; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int quarter = 4 * objects * x / width;
                if (quarter % 4 is 1 or 2) mask[y * width + x] = 1 + quarter / 4;
            }
        }

        return mask;
    }
}
