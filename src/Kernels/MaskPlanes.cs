using LiVOS.Runtime.Language;

namespace LiVOS.Kernels;

/// <summary>Given masks enter the planes: one for the background and one for each object, at padded size (SPEC 1.1, 1.3, 1.4).</summary>
public static class MaskPlanes
{
    /// <summary><c>planes[n] = 1 where the label is n, else 0</c>; padding has the label 0 (SPEC 1.3). One item is a row of a
    /// plane.</summary>
    /// <param name="row">The row, of all planes.</param>
    /// <param name="labels">[maskHeight, maskWidth]: 0 for the background, n for object n.</param>
    /// <param name="planes">[objects + 1, paddedHeight, paddedWidth]</param>
    /// <param name="maskHeight">Rows of the mask.</param>
    /// <param name="maskWidth">Pixels in a row of the mask.</param>
    /// <param name="paddedHeight">Rows of a plane.</param>
    /// <param name="paddedWidth">Pixels in a row of a plane.</param>
    /// <param name="top">Padded rows above the mask.</param>
    /// <param name="left">Padded pixels before each row.</param>
    [Kernel]
    public static void StartFromMask(
        Index1D row, ArrayView<int> labels, ArrayView<float> planes,
        int maskHeight, int maskWidth, int paddedHeight, int paddedWidth, int top, int left)
    {
        int plane = row / paddedHeight, maskY = row % paddedHeight - top;
        bool rowInside = maskY >= 0 && maskY < maskHeight;
        for (int x = 0; x < paddedWidth; x++)
        {
            int maskX = x - left;
            int label = rowInside && maskX >= 0 && maskX < maskWidth ? labels[maskY * maskWidth + maskX] : 0;
            planes[row * paddedWidth + x] = label == plane ? 1 : 0;
        }
    }

    /// <summary>A mask that is given later (SPEC 1.4, New objects): <c>planes[n] = 1 where the label is n, else 0</c> for each object n
    /// that it introduces or corrects; <c>planes[n] = 0 where the label is not 0</c> for the others and the background, which keep their
    /// probability elsewhere. Padding has the label 0. One item is a row of a plane.</summary>
    /// <param name="row">The row, of all planes.</param>
    /// <param name="labels">[maskHeight, maskWidth]: 0 for what the mask leaves open, n for object n.</param>
    /// <param name="given">[objects + 1]: not 0 for each object that the mask introduces or corrects; 0 for the background.</param>
    /// <param name="planes">[objects + 1, paddedHeight, paddedWidth], changed in place; a given object's old plane is not read.</param>
    /// <param name="maskHeight">Rows of the mask.</param>
    /// <param name="maskWidth">Pixels in a row of the mask.</param>
    /// <param name="paddedHeight">Rows of a plane.</param>
    /// <param name="paddedWidth">Pixels in a row of a plane.</param>
    /// <param name="top">Padded rows above the mask.</param>
    /// <param name="left">Padded pixels before each row.</param>
    [Kernel]
    public static void MergeMask(
        Index1D row, ArrayView<int> labels, ArrayView<int> given, ArrayView<float> planes,
        int maskHeight, int maskWidth, int paddedHeight, int paddedWidth, int top, int left)
    {
        int plane = row / paddedHeight, maskY = row % paddedHeight - top;
        bool rowInside = maskY >= 0 && maskY < maskHeight;
        bool replaced = given[plane] != 0;
        for (int x = 0; x < paddedWidth; x++)
        {
            int maskX = x - left;
            int label = rowInside && maskX >= 0 && maskX < maskWidth ? labels[maskY * maskWidth + maskX] : 0;
            if (replaced) planes[row * paddedWidth + x] = label == plane ? 1 : 0;
            else if (label != 0) planes[row * paddedWidth + x] = 0;
        }
    }
}
