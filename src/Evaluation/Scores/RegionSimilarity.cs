using LiVOS.Media;

namespace LiVOS.Evaluation.Scores;

/// <summary>J: how much of two regions is shared (docs/network.md#region-similarity).</summary>
public static class RegionSimilarity
{
    /// <summary>Intersection over union of one object.</summary>
    /// <param name="predicted">The predicted mask.</param>
    /// <param name="truth">The true mask, of the same size.</param>
    /// <param name="id">The object.</param>
    /// <returns>From 0 to 1; 1 where the object is in neither mask.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Of(IndexMask predicted, IndexMask truth, int id) => Of(Bitmap.Of(predicted, id), Bitmap.Of(truth, id));

    /// <summary>Intersection over union.</summary>
    /// <param name="predicted">The predicted mask of an object.</param>
    /// <param name="truth">The true one, of the same size.</param>
    /// <returns>From 0 to 1; 1 where both are empty.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Of(Bitmap predicted, Bitmap truth)
    {
        int shared = predicted.CountShared(truth), union = predicted.Count + truth.Count - shared;
        return union == 0 ? 1 : (double)shared / union;
    }
}
