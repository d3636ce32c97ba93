namespace LiVOS.Ilgpu.Language;

/// <summary>Hints about what a kernel reads soon. GPUs have none.</summary>
public static class Prefetch
{
    /// <summary>Does nothing.</summary>
    public static void Line(ArrayView<float> view, int index)
    {
    }
}
