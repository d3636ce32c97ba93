namespace LiVOS.Media;

/// <summary>Makes pictures smaller: every pixel becomes the mean of exactly the area it covers.</summary>
public static class AreaAverage
{
    /// <summary>Resizes a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="width">Width asked for in pixels, from 1 to the picture's.</param>
    /// <param name="height">Height asked for in pixels, from 1 to the picture's.</param>
    /// <returns>A picture of that size; the picture itself where it has that size.</returns>
    public static Picture Resize(Picture picture, int width, int height)
    {
        if (picture.Width == width && picture.Height == height) return picture;
        float[] narrow = new float[picture.Height * width * 3];
        Shrink(picture.Height, picture.Width, width, 3, (i, weight, to) =>
        {
            for (int c = 0; c < 3; c++) narrow[to + c] += weight * picture.Rgb[i + c];
        });
        float[] sums = new float[height * width * 3];
        Shrink(1, picture.Height, height, width * 3, (i, weight, to) =>
        {
            for (int c = 0; c < width * 3; c++) sums[to + c] += weight * narrow[i + c];
        });
        var result = new Picture(width, height);
        for (int i = 0; i < sums.Length; i++) result.Rgb[i] = (byte)Math.Min(255, sums[i] + 0.5f);
        return result;
    }

    /// <summary>Gives every covering of an input by an output along one axis, with its share of the output.</summary>
    private static void Shrink(int rows, int input, int output, int step, Action<int, float, int> cover)
    {
        double scale = (double)input / output;
        for (int row = 0; row < rows; row++)
            for (int o = 0; o < output; o++)
            {
                double start = o * scale, end = Math.Min(input, start + scale);
                for (int i = (int)start; i < end; i++)
                {
                    double share = (Math.Min(i + 1, end) - Math.Max(i, start)) / scale;
                    cover((row * input + i) * step, (float)share, (row * output + o) * step);
                }
            }
    }
}
