namespace LiVOS.Kernels;

/// <summary>Given masks enter the planes: one for the background and one for each object, at padded size (docs/network.md#padding,
/// #first-frame, #new-objects).</summary>
internal static class MaskPlanes
{
    /// <summary><c>planes[n] = 1 where the mask has label n, else 0</c>; padding is background (docs/network.md#first-frame).
    /// One item is a run of a row
    /// of a plane.</summary>
    /// <param name="item">The run, of all planes.</param>
    /// <param name="mask">[maskHeight, maskWidth]: labels, 0 for the background.</param>
    /// <param name="planes">[objects + 1, paddedHeight, paddedWidth]</param>
    /// <param name="maskHeight">Rows of the mask.</param>
    /// <param name="maskWidth">Pixels in a row of the mask.</param>
    /// <param name="paddedHeight">Rows of a plane.</param>
    /// <param name="paddedWidth">Pixels in a row of a plane.</param>
    /// <param name="top">Padded rows above the mask.</param>
    /// <param name="left">Padded pixels before each row.</param>
    /// <param name="run">Pixels of a run.</param>
    [Kernel]
    public static void StartFromMask(
        Index1D item, ArrayView<byte> mask, ArrayView<float> planes,
        int maskHeight, int maskWidth, int paddedHeight, int paddedWidth, int top, int left, int run)
    {
        RowRun part = RowRun.Of(item, paddedWidth, run);
        int row = part.Row, plane = row / paddedHeight, maskY = row % paddedHeight - top;
        bool rowInside = maskY >= 0 && maskY < maskHeight;
        for (int x = part.From; x < part.To; x++)
        {
            int maskX = x - left;
            int given = rowInside && maskX >= 0 && maskX < maskWidth ? mask[maskY * maskWidth + maskX] : 0;
            planes[row * paddedWidth + x] = given == plane ? 1f : 0f;
        }
    }

    /// <summary>A mask that is given later (docs/network.md#new-objects): <c>planes[n] = 1 where the mask has label n, else
    /// 0</c> for each object
    /// n that it introduces or corrects; <c>planes[n] = 0 where the mask is not 0</c> for the others and the background, which keep their
    /// probability elsewhere. Padding is 0 in the mask. One item is a run of a row of a plane.</summary>
    /// <param name="item">The run, of all planes.</param>
    /// <param name="mask">[maskHeight, maskWidth]: labels, 0 where the mask says nothing.</param>
    /// <param name="shown">[objects + 1]: not 0 for each object that the mask introduces or corrects; 0 for the background.</param>
    /// <param name="planes">[objects + 1, paddedHeight, paddedWidth], changed in place; the old plane of a shown object is not read.</param>
    /// <param name="maskHeight">Rows of the mask.</param>
    /// <param name="maskWidth">Pixels in a row of the mask.</param>
    /// <param name="paddedHeight">Rows of a plane.</param>
    /// <param name="paddedWidth">Pixels in a row of a plane.</param>
    /// <param name="top">Padded rows above the mask.</param>
    /// <param name="left">Padded pixels before each row.</param>
    /// <param name="run">Pixels of a run.</param>
    [Kernel]
    public static void MergeMask(
        Index1D item, ArrayView<byte> mask, ArrayView<int> shown, ArrayView<float> planes,
        int maskHeight, int maskWidth, int paddedHeight, int paddedWidth, int top, int left, int run)
    {
        RowRun part = RowRun.Of(item, paddedWidth, run);
        int row = part.Row, plane = row / paddedHeight, maskY = row % paddedHeight - top;
        bool rowInside = maskY >= 0 && maskY < maskHeight, replaced = shown[plane] != 0;
        for (int x = part.From; x < part.To; x++)
        {
            int maskX = x - left;
            int given = rowInside && maskX >= 0 && maskX < maskWidth ? mask[maskY * maskWidth + maskX] : 0;
            if (replaced) planes[row * paddedWidth + x] = given == plane ? 1f : 0f;
            else if (given != 0) planes[row * paddedWidth + x] = 0;
        }
    }
}
