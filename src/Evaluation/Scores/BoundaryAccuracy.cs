namespace LiVOS.Evaluation.Scores;

/// <summary>F: how well two boundaries follow each other, within a tolerance (docs/network.md#boundary-accuracy).</summary>
public static class BoundaryAccuracy
{
    /// <summary>The tolerance as a share of the frame's diagonal.</summary>
    private const double Tolerance = 0.008;

    /// <summary>How far apart boundaries may lie in frames of a size, in pixels.</summary>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    public static int Radius(int width, int height) => (int)Math.Ceiling(Tolerance * Math.Sqrt((double)width * width + (double)height * height));

    /// <summary>The harmonic mean of the shares of each boundary that lie near the other.</summary>
    /// <param name="predicted">The predicted mask of an object.</param>
    /// <param name="truth">The true one, of the same size.</param>
    /// <returns>From 0 to 1; 1 where neither has a boundary.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Of(Bitmap predicted, Bitmap truth)
    {
        predicted.RequireSizeOf(truth);
        Bitmap found = Boundary.Of(predicted), wanted = Boundary.Of(truth);
        int foundPixels = found.Count, wantedPixels = wanted.Count;
        if (foundPixels == 0 || wantedPixels == 0) return foundPixels == wantedPixels ? 1 : 0;

        int radius = Radius(truth.Width, truth.Height);
        double precision = (double)found.CountShared(Dilation.ByDisk(wanted, radius)) / foundPixels;
        double recall = (double)wanted.CountShared(Dilation.ByDisk(found, radius)) / wantedPixels;
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
}
