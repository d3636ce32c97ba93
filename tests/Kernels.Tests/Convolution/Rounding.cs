namespace LiVOS.Kernels.Tests;

/// <summary>Operands as tensor cores take them, rounded by the definition of the number format.</summary>
internal static class Rounding
{
    /// <summary>The nearest half, or number of 10 bits behind the point (of two equally near ones that further from zero).</summary>
    public static float Round(float value, bool fp16)
    {
        if (fp16) return (float)(Half)value;
        if (value == 0) return 0;
        double unit = Math.ScaleB(1, Math.ILogB(value) - 10);
        return (float)(Math.Round(value / unit, MidpointRounding.AwayFromZero) * unit);
    }
}
