namespace LiVOS.Studio.Insight;

/// <summary>Makes pictures of numbers.</summary>
internal static class Rasters
{
    private const int Rounds = 24; // of the power method; more change no colour visibly

    /// <summary>Places that hold channels as colours: each channel has a hue, and a place the mean of its channels'.</summary>
    /// <param name="values">[places, channels]: not negative; each place's sum is 1.</param>
    /// <param name="channels">The number of channels.</param>
    public static byte[] Hues(ReadOnlySpan<float> values, int channels)
    {
        var rgb = new byte[values.Length / channels * 3];
        for (int place = 0; place < rgb.Length / 3; place++)
            for (int part = 0; part < 3; part++)
            {
                double sum = 0;
                for (int channel = 0; channel < channels; channel++)
                    sum += values[place * channels + channel] * (0.5 + 0.5 * Math.Cos(2 * Math.PI * (channel * 0.618034 - part / 3.0)));
                rgb[place * 3 + part] = Byte(sum);
            }
        return rgb;
    }

    /// <summary>Places that hold channels as colours: the three directions in which they differ most are red, green and blue.</summary>
    /// <param name="values">[places, channels]</param>
    /// <param name="channels">The number of channels.</param>
    public static byte[] Principal(ReadOnlySpan<float> values, int channels)
    {
        int places = values.Length / channels;
        double[] centred = Centred(values, places, channels);
        var rgb = new byte[places * 3];
        for (int part = 0; part < 3; part++)
        {
            double[] along = Along(centred, places, channels, part);
            double largest = Math.Max(along.Max(Math.Abs), 1e-12);
            for (int place = 0; place < places; place++) rgb[place * 3 + part] = Byte(0.5 + 0.5 * along[place] / largest);
        }
        return rgb;
    }

    /// <summary>Numbers as grey: 0 is black, the largest is white.</summary>
    public static byte[] Grey(ReadOnlySpan<float> values, float largest)
    {
        var rgb = new byte[values.Length * 3];
        for (int i = 0; i < values.Length; i++) rgb.AsSpan(3 * i, 3).Fill(Byte(values[i] / Math.Max(largest, 1e-12f)));
        return rgb;
    }

    /// <summary>Numbers of both signs: orange above 0, blue below it.</summary>
    public static byte[] Signed(ReadOnlySpan<float> values)
    {
        float largest = 1e-12f;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        var rgb = new byte[values.Length * 3];
        for (int i = 0; i < values.Length; i++)
        {
            double share = Math.Sqrt(Math.Abs(values[i]) / largest);
            (double r, double g, double b) = values[i] >= 0 ? (1.0, 0.6, 0.1) : (0.15, 0.5, 1.0);
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = (Byte(share * r), Byte(share * g), Byte(share * b));
        }
        return rgb;
    }

    private static double[] Centred(ReadOnlySpan<float> values, int places, int channels)
    {
        var mean = new double[channels];
        for (int i = 0; i < values.Length; i++) mean[i % channels] += values[i] / (double)places;
        var centred = new double[values.Length];
        for (int i = 0; i < values.Length; i++) centred[i] = values[i] - mean[i % channels];
        return centred;
    }

    /// <summary>The share of each place in the direction of the largest differences, which is taken out of all places.</summary>
    private static double[] Along(double[] centred, int places, int channels, int part)
    {
        var direction = new double[channels];
        // It begins with any direction that is not at right angles to it.
        for (int channel = 0; channel < channels; channel++) direction[channel] = Math.Cos(1 + channel * (part + 1));
        var along = new double[places];
        for (int round = 0; round < Rounds; round++)
        {
            double length = Math.Sqrt(direction.Sum(each => each * each));
            for (int channel = 0; channel < channels; channel++) direction[channel] /= Math.Max(length, 1e-300);
            for (int place = 0; place < places; place++)
            {
                double sum = 0;
                for (int channel = 0; channel < channels; channel++) sum += centred[place * channels + channel] * direction[channel];
                along[place] = sum;
            }
            if (round == Rounds - 1) break;
            Array.Clear(direction);
            for (int place = 0; place < places; place++)
                for (int channel = 0; channel < channels; channel++) direction[channel] += centred[place * channels + channel] * along[place];
        }
        for (int place = 0; place < places; place++)
            for (int channel = 0; channel < channels; channel++) centred[place * channels + channel] -= along[place] * direction[channel];
        return along;
    }

    private static byte Byte(double share) => (byte)Math.Round(255 * Math.Clamp(share, 0, 1));
}
