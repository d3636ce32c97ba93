namespace LiVOS.Bench.Clips;

/// <summary>The frames of a measurement and the mask of the first.</summary>
/// <param name="height">Rows of a frame.</param>
/// <param name="width">Pixels in a row of a frame.</param>
internal abstract class Clip(int height, int width)
{
    /// <summary>Rows of a frame.</summary>
    public int Height { get; } = height;

    /// <summary>Pixels in a row of a frame.</summary>
    public int Width { get; } = width;

    /// <summary>[height, width]: the object ids in the first frame.</summary>
    public abstract int[] Mask { get; }

    /// <summary>A frame, of any number: [height, width, 3] in [0, 1].</summary>
    public abstract float[] Frame(int number);
}
