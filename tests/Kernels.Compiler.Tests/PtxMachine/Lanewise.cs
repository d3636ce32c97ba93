using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiVOS.Kernels.Compiler.Tests.Machine;

/// <summary>Steps that compute each lane on its own.</summary>
internal static class Lanewise
{
    /// <summary>The low bits of a register's lane as a value.</summary>
    public static T To<T>(ulong bits)
        where T : unmanaged => Unsafe.As<ulong, T>(ref bits);

    /// <summary>A value as the bits of a register's lane, zero above its size.</summary>
    public static ulong From<T>(T value)
        where T : unmanaged
    {
        ulong bits = 0;
        Unsafe.As<ulong, T>(ref bits) = value;
        return bits;
    }

    public static Step Unary<T, TResult>(Target d, Source a, Func<T, TResult> f)
        where T : unmanaged
        where TResult : unmanaged => (warp, on) =>
    {
        ReadOnlySpan<ulong> x = a.Read(warp, on);
        Span<ulong> to = d.Write(warp, on);
        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            to[lane] = From(f(To<T>(x[lane])));
        }
    };

    public static Step Binary<T, TSecond, TResult>(Target d, Source a, Source b, Func<T, TSecond, TResult> f)
        where T : unmanaged
        where TSecond : unmanaged
        where TResult : unmanaged => (warp, on) =>
    {
        ReadOnlySpan<ulong> x = a.Read(warp, on), y = b.Read(warp, on);
        Span<ulong> to = d.Write(warp, on);
        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            to[lane] = From(f(To<T>(x[lane]), To<TSecond>(y[lane])));
        }
    };

    public static Step Ternary<T, TThird, TResult>(Target d, Source a, Source b, Source c, Func<T, T, TThird, TResult> f)
        where T : unmanaged
        where TThird : unmanaged
        where TResult : unmanaged => (warp, on) =>
    {
        ReadOnlySpan<ulong> x = a.Read(warp, on), y = b.Read(warp, on), z = c.Read(warp, on);
        Span<ulong> to = d.Write(warp, on);
        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            to[lane] = From(f(To<T>(x[lane]), To<T>(y[lane]), To<TThird>(z[lane])));
        }
    };

    /// <summary>A bit for each lane where the comparison holds.</summary>
    public static Func<Warp, uint, uint> Test<T>(Source a, Source b, Func<T, T, bool> holds)
        where T : unmanaged => (warp, on) =>
    {
        ReadOnlySpan<ulong> x = a.Read(warp, on), y = b.Read(warp, on);
        uint truth = 0;
        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            if (holds(To<T>(x[lane]), To<T>(y[lane]))) truth |= 1u << lane;
        }

        return truth;
    };
}
