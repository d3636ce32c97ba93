namespace LiVOS.Media;

/// <summary>J, the region similarity of a predicted and a true mask.</summary>
public static class JaccardIndex
{
    /// <summary>Intersection over union of one object.</summary>
    /// <param name="predicted">The predicted mask.</param>
    /// <param name="truth">The true mask, of the same size.</param>
    /// <param name="id">The object.</param>
    /// <returns>From 0 to 1; 1 where the object is in neither mask.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Of(IndexMask predicted, IndexMask truth, int id)
    {
        if (predicted.Width != truth.Width || predicted.Height != truth.Height)
            throw new ArgumentException($"The predicted mask is {predicted.Width}x{predicted.Height}, "
                + $"the true one {truth.Width}x{truth.Height}.", nameof(predicted));
        int intersection = 0, union = 0;
        for (int i = 0; i < truth.Ids.Length; i++)
        {
            bool p = predicted.Ids[i] == id, t = truth.Ids[i] == id;
            if (p && t) intersection++;
            if (p || t) union++;
        }
        return union == 0 ? 1 : (double)intersection / union;
    }
}
