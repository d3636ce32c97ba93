using System.Numerics;

namespace LiVOS.PtxEmulator.Tests;

public class IntegerInstructionsTests
{
    [Fact]
    public void Sums_and_extremes_are_those_of_the_type()
    {
        Check<short>("s16");
        Check<ushort>("u16");
        Check<int>("s32");
        Check<uint>("u32");
        Check<long>("s64");
        Check<ulong>("u64");

        static void Check<T>(string type)
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        {
            (T[] a, T[] b) = Awkward.Pairs(Awkward.Integers<T>());
            Assert.Equal(a.Zip(b, (x, y) => unchecked(x + y)), Snippet.ForEach<T>($"add.{type} %d, %a, %b;", a, b));
            Assert.Equal(a.Zip(b, (x, y) => unchecked(x - y)), Snippet.ForEach<T>($"sub.{type} %d, %a, %b;", a, b));
            Assert.Equal(a.Zip(b, (x, y) => unchecked(x * y)), Snippet.ForEach<T>($"mul.lo.{type} %d, %a, %b;", a, b));
            Assert.Equal(a.Zip(b, (x, y) => unchecked((x * y) + x)), Snippet.ForEach<T>($"mad.lo.{type} %d, %a, %b, %a;", a, b));
            Assert.Equal(a.Zip(b, T.Min), Snippet.ForEach<T>($"min.{type} %d, %a, %b;", a, b));
            Assert.Equal(a.Zip(b, T.Max), Snippet.ForEach<T>($"max.{type} %d, %a, %b;", a, b));
        }
    }

    [Fact]
    public void High_halves_and_wide_products()
    {
        (int[] a, int[] b) = Awkward.Pairs(Awkward.Integers<int>());
        Assert.Equal(a.Zip(b, (x, y) => (long)x * y), Snippet.ForEach<long>("mul.wide.s32 %d, %a, %b;", a, b));
        Assert.Equal(
            a.Zip(b, (x, y) => unchecked(((long)x * y) + long.MaxValue)), Snippet.ForEach<long>("mad.wide.s32 %d, %a, %b, 9223372036854775807;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => (int)((long)x * y >> 32)), Snippet.ForEach<int>("mul.hi.s32 %d, %a, %b;", a, b));
        (uint[] u, uint[] v) = Awkward.Pairs(Awkward.Integers<uint>());
        Assert.Equal(u.Zip(v, (x, y) => (uint)((ulong)x * y >> 32)), Snippet.ForEach<uint>("mul.hi.u32 %d, %a, %b;", u, v));
        Assert.Equal(u.Zip(v, (x, y) => (ulong)x * y), Snippet.ForEach<ulong>("mul.wide.u32 %d, %a, %b;", u, v));
        (long[] l, long[] m) = Awkward.Pairs(Awkward.Integers<long>());
        Assert.Equal(l.Zip(m, (x, y) => Math.BigMul(x, y, out long _)), Snippet.ForEach<long>("mul.hi.s64 %d, %a, %b;", l, m));
        (short[] s, short[] t) = Awkward.Pairs(Awkward.Integers<short>());
        Assert.Equal(s.Zip(t, (x, y) => x * y), Snippet.ForEach<int>("mul.wide.s16 %d, %a, %b;", s, t));
    }

    [Fact]
    public void Divisions_go_towards_zero_and_wrap_around()
    {
        (int[] a, int[] b) = Awkward.Pairs([.. Awkward.Integers<int>().Where(x => x != 0)]);
        Assert.Equal(a.Zip(b, (x, y) => unchecked((int)((long)x / y))), Snippet.ForEach<int>("div.s32 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => (int)((long)x % y)), Snippet.ForEach<int>("rem.s32 %d, %a, %b;", a, b));
        (uint[] u, uint[] v) = Awkward.Pairs([.. Awkward.Integers<uint>().Where(x => x != 0)]);
        Assert.Equal(u.Zip(v, (x, y) => x / y), Snippet.ForEach<uint>("div.u32 %d, %a, %b;", u, v));
        Assert.Equal(u.Zip(v, (x, y) => x % y), Snippet.ForEach<uint>("rem.u32 %d, %a, %b;", u, v));
        var fault = Assert.Throws<PtxFaultException>(() => Snippet.ForEach<int>("div.s32 %d, %a, %b;", new[] { 1, 2 }, new[] { 1, 0 }));
        Assert.Contains("thread (1, 0, 0) of block (0, 0, 0)", fault.Message);
    }

    [Fact]
    public void Signs()
    {
        int[] a = Awkward.Integers<int>();
        Assert.Equal(a.Select(x => unchecked(-x)), Snippet.ForEach<int>("neg.s32 %d, %a;", a));
        Assert.Equal(a.Select(x => x < 0 ? unchecked(-x) : x), Snippet.ForEach<int>("abs.s32 %d, %a;", a));
    }

    [Fact]
    public void Bits_of_each_width()
    {
        (ulong[] a, ulong[] b) = Awkward.Pairs(Awkward.Integers<ulong>());
        Assert.Equal(a.Zip(b, (x, y) => x & y), Snippet.ForEach<ulong>("and.b64 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => x | y), Snippet.ForEach<ulong>("or.b64 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => x ^ y), Snippet.ForEach<ulong>("xor.b64 %d, %a, %b;", a, b));
        (ushort[] u, _) = Awkward.Pairs(Awkward.Integers<ushort>());
        Assert.Equal(u.Select(x => (ushort)~x), Snippet.ForEach<ushort>("not.b16 %d, %a;", u));
    }

    [Fact]
    public void Shifts_clamp_their_amount()
    {
        (int[] a, _) = Awkward.Pairs(Awkward.Integers<int>());
        uint[] by = [.. a.Select((_, i) => new uint[] { 0, 1, 31, 32, 33, 255, uint.MaxValue }[i % 7])];
        Assert.Equal(a.Zip(by, (x, n) => n > 31 ? 0 : x << (int)n), Snippet.ForEach<int>("shl.b32 %d, %a, %b;", a, by));
        Assert.Equal(a.Zip(by, (x, n) => x >> (int)Math.Min(n, 31)), Snippet.ForEach<int>("shr.s32 %d, %a, %b;", a, by));
        Assert.Equal(a.Zip(by, (x, n) => n > 31 ? 0 : (int)((uint)x >> (int)n)), Snippet.ForEach<int>("shr.u32 %d, %a, %b;", a, by));
        short[] s = [.. a.Select(x => (short)x)];
        Assert.Equal(s.Zip(by, (x, n) => (short)(x >> (int)Math.Min(n, 15))), Snippet.ForEach<short>("shr.s16 %d, %a, %b;", s, by));
        Assert.Equal(s.Zip(by, (x, n) => n > 15 ? (short)0 : (short)(x << (int)n)), Snippet.ForEach<short>("shl.b16 %d, %a, %b;", s, by));
    }
}
