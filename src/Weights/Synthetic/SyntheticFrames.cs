namespace LiVOS.Weights.Synthetic;

/// <summary>A clip of moving waves that anyone can make anew from a seed: the input of the recorded results.</summary>
/// <param name="seed">Other seeds give other waves.</param>
/// <param name="width">Pixels in a row.</param>
/// <param name="height">Rows.</param>
public sealed class SyntheticFrames(ulong seed, int width, int height)
{
    private const int Channels = 3;

    /// <summary>Makes a frame: height x width x RGB, in [0, 1].</summary>
    public float[] this[int number]
    {
        get
        {
            float[] pixels = new float[height * width * Channels];
            for (int c = 0; c < Channels; c++)
            {
                SplitMix64 u = new($"image.{c}", seed);
                double[] along = new double[width], down = new double[height];
                for (int x = 0; x < width; x++)
                    along[x] = 0.5 + 0.25 * Math.Sin((x + 2 * number) * (0.05 + 0.1 * u[0]) + 6 * u[1]);
                for (int y = 0; y < height; y++)
                    down[y] = 0.25 * Math.Cos((y - 1.5 * number) * (0.05 + 0.1 * u[2]) + 6 * u[3]);
                for (int y = 0; y < height; y++)
                    for (int x = 0; x < width; x++)
                        pixels[(y * width + x) * Channels + c] = (float)(along[x] + down[y]);
            }
            return pixels;
        }
    }
}
