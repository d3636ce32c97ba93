namespace LiVOS.Kernels;

/// <summary>The tables of <see cref="PositionalEncoding"/>.</summary>
internal static class PositionalTable
{
    private const double Span = 32, Temperature = 128;

    /// <summary>The encoding along one axis, [extent, channels / 2]: sin and cos, interleaved, of <c>position * 128^-(2i / (channels / 2))</c>,
    /// where position runs from 0 to 32.</summary>
    /// <param name="extent">Positions along the axis.</param>
    /// <param name="channels">Channels of the whole encoding, a multiple of 4.</param>
    public static float[] Along(int extent, int channels)
    {
        int half = channels / 2;
        var table = new float[extent * half];
        for (int p = 0; p < extent; p++)
        {
            double position = p / (extent - 1 + 1e-6) * Span;
            for (int i = 0; i < half / 2; i++)
            {
                (double sin, double cos) = Math.SinCos(position * Math.Pow(Temperature, -2.0 * i / half));
                table[p * half + 2 * i] = (float)sin;
                table[p * half + 2 * i + 1] = (float)cos;
            }
        }

        return table;
    }
}
