using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LiVOS.PtxEmulator.Execution;

/// <summary>Steps that compute each lane on its own: one by one, or as vectors of neighbours.</summary>
[SkipLocalsInit]
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
        ReadOnlySpan<T> x = a.Read<T>(warp, on);
        Span<TResult> result = stackalloc TResult[Warp.Lanes];
        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            result[lane] = f(x[lane]);
        }

        d.Write<TResult>(warp, on, result);
    };

    public static Step Binary<T, TSecond, TResult>(Target d, Source a, Source b, Func<T, TSecond, TResult> f)
        where T : unmanaged
        where TSecond : unmanaged
        where TResult : unmanaged => (warp, on) =>
    {
        ReadOnlySpan<T> x = a.Read<T>(warp, on);
        ReadOnlySpan<TSecond> y = b.Read<TSecond>(warp, on);
        Span<TResult> result = stackalloc TResult[Warp.Lanes];
        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            result[lane] = f(x[lane], y[lane]);
        }

        d.Write<TResult>(warp, on, result);
    };

    public static Step Ternary<T, TThird>(Target d, Source a, Source b, Source c, Func<T, T, TThird, TThird> f)
        where T : unmanaged
        where TThird : unmanaged => (warp, on) =>
    {
        ReadOnlySpan<T> x = a.Read<T>(warp, on), y = b.Read<T>(warp, on);
        ReadOnlySpan<TThird> z = c.Read<TThird>(warp, on);
        Span<TThird> result = stackalloc TThird[Warp.Lanes];
        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            result[lane] = f(x[lane], y[lane], z[lane]);
        }

        d.Write<TThird>(warp, on, result);
    };

    /// <summary>A step on the bits of registers that may be wider than the instruction's types.</summary>
    public static Step OfBits(Target d, Source a, Func<ulong, ulong> f) => (warp, on) =>
    {
        Span<ulong> x = stackalloc ulong[Warp.Lanes];
        a.Read(warp, on, x);
        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            x[lane] = f(x[lane]);
        }

        d.WriteLow(warp, on, x);
    };

    public static Step Copy<T>(Target d, Source a)
        where T : unmanaged => (warp, on) => d.Write(warp, on, a.Read<T>(warp, on));

    /// <summary>A step that is computed in all lanes and written in those that execute it.</summary>
    public static Step Vectors<T>(Target d, Source a, Func<Vector512<T>, Vector512<T>> f)
        where T : unmanaged => (warp, on) =>
    {
        ReadOnlySpan<T> x = a.Read<T>(warp, on);
        Span<T> result = stackalloc T[Warp.Lanes];
        for (int i = 0; i < Warp.Lanes; i += Vector512<T>.Count) f(Vector512.Create(x[i..])).CopyTo(result[i..]);
        d.Write<T>(warp, on, result);
    };

    /// <inheritdoc cref="Vectors{T}(Target, Source, Func{Vector512{T}, Vector512{T}})"/>
    public static Step Vectors<T>(Target d, Source a, Source b, Func<Vector512<T>, Vector512<T>, Vector512<T>> f)
        where T : unmanaged => (warp, on) =>
    {
        ReadOnlySpan<T> x = a.Read<T>(warp, on), y = b.Read<T>(warp, on);
        Span<T> result = stackalloc T[Warp.Lanes];
        for (int i = 0; i < Warp.Lanes; i += Vector512<T>.Count) f(Vector512.Create(x[i..]), Vector512.Create(y[i..])).CopyTo(result[i..]);
        d.Write<T>(warp, on, result);
    };

    /// <inheritdoc cref="Vectors{T}(Target, Source, Func{Vector512{T}, Vector512{T}})"/>
    public static Step Vectors<T>(Target d, Source a, Source b, Source c, Func<Vector512<T>, Vector512<T>, Vector512<T>, Vector512<T>> f)
        where T : unmanaged => (warp, on) =>
    {
        ReadOnlySpan<T> x = a.Read<T>(warp, on), y = b.Read<T>(warp, on), z = c.Read<T>(warp, on);
        Span<T> result = stackalloc T[Warp.Lanes];
        for (int i = 0; i < Warp.Lanes; i += Vector512<T>.Count)
            f(Vector512.Create(x[i..]), Vector512.Create(y[i..]), Vector512.Create(z[i..])).CopyTo(result[i..]);
        d.Write<T>(warp, on, result);
    };

    /// <summary>A bit for each lane where the comparison, which gives all ones or zero, holds; those of other lanes mean nothing.</summary>
    public static Func<Warp, uint, uint> Test<T>(Source a, Source b, Func<Vector512<T>, Vector512<T>, Vector512<T>> holds)
        where T : unmanaged => (warp, on) =>
    {
        ReadOnlySpan<T> x = a.Read<T>(warp, on), y = b.Read<T>(warp, on);
        uint truth = 0;
        for (int i = 0; i < Warp.Lanes; i += Vector512<T>.Count)
            truth |= (uint)holds(Vector512.Create(x[i..]), Vector512.Create(y[i..])).ExtractMostSignificantBits() << i;
        return truth;
    };

    /// <summary>The same, lane by lane.</summary>
    public static Func<Warp, uint, uint> Test<T>(Source a, Func<T, bool> holds)
        where T : unmanaged => (warp, on) =>
    {
        ReadOnlySpan<T> x = a.Read<T>(warp, on);
        uint truth = 0;
        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            if (holds(x[lane])) truth |= 1u << lane;
        }

        return truth;
    };
}
