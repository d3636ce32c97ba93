using System.Numerics;

namespace LiVOS.PtxEmulator.Tests;

/// <summary>Numbers at the edges of their types, and all pairs of them.</summary>
internal static class Awkward
{
    public static readonly float[] Floats =
    [
        0, -0f, 1, -1, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 3.1415927f, -1e-3f, 1e10f, -1e10f, 2147483648f, -2147483648f, 4294967296f, 255.5f, 127.5f, -128.5f,
        16777217,
        float.Epsilon, -float.Epsilon, 1.1754942e-38f, 1.17549435e-38f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity,
        float.NaN, 9.2233715e18f, 1.8446744e19f,
    ];

    public static T[] Integers<T>()
        where T : IBinaryInteger<T>, IMinMaxValue<T> =>
        [.. new[] { T.MinValue, T.MaxValue, T.MinValue + T.One, T.MaxValue - T.One, T.MaxValue >> 1, T.Zero, T.One, T.CreateTruncating(-1),
            T.CreateTruncating(-2), T.CreateTruncating(7), T.CreateTruncating(-7), T.CreateTruncating(100) }.Distinct()];

    /// <summary>The first and the second numbers of all pairs.</summary>
    public static (T[] First, T[] Second) Pairs<T>(T[] numbers) =>
        ([.. numbers.SelectMany(x => numbers.Select(_ => x))], [.. numbers.SelectMany(_ => numbers)]);
}
