namespace LiVOS.PtxEmulator.Tests;

public class ConversionInstructionsTests
{
    [Fact]
    public void Integers_are_cut_extended_or_clamped()
    {
        int[] a = Awkward.Integers<int>();
        Assert.Equal(a.Select(x => (long)x), Snippet.ForEach<long>("cvt.s64.s32 %d, %a;", a));
        Assert.Equal(a.Select(x => (long)(uint)x), Snippet.ForEach<long>("cvt.u64.u32 %d, %a;", a));
        Assert.Equal(a.Select(x => (int)(sbyte)x), Snippet.ForEach<int>("cvt.s8.s32 %d, %a;", a));
        Assert.Equal(a.Select(x => (int)(byte)x), Snippet.ForEach<int>("cvt.u8.s32 %d, %a;", a));
        Assert.Equal(a.Select(x => (int)(sbyte)x), Snippet.ForEach<int>("cvt.s32.s8 %d, %a;", a));
        Assert.Equal(a.Select(x => Math.Clamp(x, 0, 255)), Snippet.ForEach<int>("cvt.sat.u8.s32 %d, %a;", a));
        Assert.Equal(a.Select(x => Math.Clamp(x, short.MinValue, short.MaxValue)), Snippet.ForEach<int>("cvt.sat.s16.s32 %d, %a;", a));
    }

    [Fact]
    public void Floats_become_integers_by_each_rounding_within_the_range()
    {
        float[] a = Awkward.Floats;
        Assert.Equal(
            a.Select(x => Clamped(Math.Truncate((double)x), int.MinValue, int.MaxValue)),
            Snippet.ForEach<int>("cvt.rzi.s32.f32 %d, %a;", a).Select(x => (double)x));
        Assert.Equal(
            a.Select(x => Clamped(Math.Round((double)x), int.MinValue, int.MaxValue)),
            Snippet.ForEach<int>("cvt.rni.s32.f32 %d, %a;", a).Select(x => (double)x));
        Assert.Equal(
            a.Select(x => Clamped(Math.Floor((double)x), int.MinValue, int.MaxValue)),
            Snippet.ForEach<int>("cvt.rmi.s32.f32 %d, %a;", a).Select(x => (double)x));
        Assert.Equal(
            a.Select(x => Clamped(Math.Ceiling((double)x), 0, uint.MaxValue)), Snippet.ForEach<uint>("cvt.rpi.u32.f32 %d, %a;", a).Select(x => (double)x));
        Assert.Equal(a.Select(x => Clamped(Math.Round((double)x), 0, 255)), Snippet.ForEach<int>("cvt.rni.sat.u8.f32 %d, %a;", a).Select(x => (double)x));
        Assert.Equal(
            a.Select(x => float.IsNaN(x) ? 0 : x >= 9.2233720368547758e18f ? long.MaxValue : (long)x), Snippet.ForEach<long>("cvt.rzi.s64.f32 %d, %a;", a));
    }

    [Fact]
    public void Floats_become_whole_floats()
    {
        float[] a = Awkward.Floats;
        Assert.Equal(a.Select(x => MathF.Floor(x)), Snippet.ForEach<float>("cvt.rmi.f32.f32 %d, %a;", a));
        Assert.Equal(a.Select(x => MathF.Ceiling(x)), Snippet.ForEach<float>("cvt.rpi.f32.f32 %d, %a;", a));
        Assert.Equal(a.Select(x => MathF.Round(x)), Snippet.ForEach<float>("cvt.rni.f32.f32 %d, %a;", a));
        Assert.Equal(a.Select(x => MathF.Truncate(x)), Snippet.ForEach<float>("cvt.rzi.f32.f32 %d, %a;", a));
        Assert.Equal(a.Select(x => float.IsNaN(x) ? 0 : Math.Clamp(x, 0, 1) + 0f), Snippet.ForEach<float>("cvt.sat.f32.f32 %d, %a;", a));
    }

    [Fact]
    public void Integers_become_floats_rounded_once()
    {
        long[] a = [.. Awkward.Integers<long>(), 16777217, -16777217, 16777219, (1L << 62) + (1L << 38) + 1, (1L << 62) + (1L << 38), long.MaxValue - 1];
        float[] nearest = Snippet.ForEach<float>("cvt.rn.f32.s64 %d, %a;", a), down = Snippet.ForEach<float>("cvt.rm.f32.s64 %d, %a;", a);
        float[] up = Snippet.ForEach<float>("cvt.rp.f32.s64 %d, %a;", a), cut = Snippet.ForEach<float>("cvt.rz.f32.s64 %d, %a;", a);
        for (int i = 0; i < a.Length; i++)
        {
            Assert.True((Int128)down[i] <= a[i] && (Int128)up[i] >= a[i]);
            Assert.Equal((Int128)down[i] == a[i] ? down[i] : MathF.BitIncrement(down[i]), up[i]);
            Assert.Equal(a[i] < 0 ? up[i] : down[i], cut[i]);
            Int128 below = a[i] - (Int128)down[i], above = (Int128)up[i] - a[i];
            Assert.Equal(below < above ? down[i] : below > above ? up[i] : (BitConverter.SingleToInt32Bits(down[i]) & 1) == 0 ? down[i] : up[i], nearest[i]);
        }

        Assert.Equal([255f, 0f], Snippet.ForEach<float>("cvt.rn.f32.u8 %d, %a;", new byte[] { 255, 0 }));
        Assert.Equal([1.8446744073709552e19, 0.0], Snippet.ForEach<double>("cvt.rn.f64.u64 %d, %a;", new ulong[] { ulong.MaxValue, 0 }));
    }

    [Fact]
    public void Halves()
    {
        float[] a = [.. Awkward.Floats, 65504, 65519, 65520, 1f / 3, 5.9604645e-8f, 2.9802322e-8f, 2.9802326e-8f];
        Assert.Equal(a.Select(x => (Half)x), Snippet.ForEach<Half>("cvt.rn.f16.f32 %d, %a;", a));
        Assert.All(
            a.Zip(Snippet.ForEach<Half>("cvt.rz.f16.f32 %d, %a;", a)), pair =>
                Assert.True(float.IsNaN(pair.First) || Math.Abs((float)pair.Second) <= Math.Abs(pair.First)));
        Half[] halves = [.. a.Select(x => (Half)x)];
        Assert.Equal(halves.Select(x => (float)x), Snippet.ForEach<float>("cvt.f32.f16 %d, %a;", halves));
        float[] high = [1, 2], low = [3, -4];
        Assert.Equal(
            high.Zip(low, (h, l) => ((uint)BitConverter.HalfToUInt16Bits((Half)h) << 16) | BitConverter.HalfToUInt16Bits((Half)l)),
            Snippet.ForEach<uint>("cvt.rn.f16x2.f32 %x, %a, %b;\nmov.b32 %d, %x;", high, low));
    }

    [Fact]
    public void Tf32_has_ten_bits_and_ties_go_away_from_zero()
    {
        float one = BitConverter.UInt32BitsToSingle(0x3f800000), tie = BitConverter.UInt32BitsToSingle(0x3f801000),
        below = BitConverter.UInt32BitsToSingle(0x3f800fff);
        uint[] results =
            Snippet.ForEach<uint>("cvt.rna.tf32.f32 %x, %a;\nmov.b32 %d, %x;", new[] { one, tie, below, -tie, float.NegativeInfinity, float.MaxValue });
        Assert.Equal([0x3f800000, 0x3f802000, 0x3f800000, 0xbf802000, 0xff800000, 0x7f800000], results);
    }

    private static double Clamped(double x, double least, double most) => double.IsNaN(x) ? 0 : Math.Clamp(x, least, most) + 0.0;
}
