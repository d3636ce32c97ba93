namespace LiVOS.Kernels;

/// <summary>Divisions that cut work into groups.</summary>
internal static class Integers
{
    /// <summary>The number of pieces of <paramref name="size"/>, the last of which may be smaller.</summary>
    public static int DivideUp(int extent, int size) => (extent + size - 1) / size;

    /// <summary>The greatest number that divides both; the other one where one is 0.</summary>
    public static int GreatestDivisor(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
