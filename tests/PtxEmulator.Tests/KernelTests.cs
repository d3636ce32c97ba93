using System.Runtime.InteropServices;

namespace LiVOS.PtxEmulator.Tests;

/// <summary>Whole kernels, written by hand as the compiler would.</summary>
public class KernelTests
{
    [Fact]
    public void Vectors_are_added_within_their_length()
    {
        string text = Snippet.Head("6.0", "sm_70") + """
            .visible .entry plus(.param .u64 a, .param .u64 b, .param .u64 c, .param .s32 n)
            {
            .reg .pred %p;
            .reg .s32 %i, %n, %block, %size;
            .reg .u64 %a, %b, %c, %at;
            .reg .f32 %x, %y;
            mov.u32 %i, %tid.x;
            mov.u32 %block, %ctaid.x;
            mov.u32 %size, %ntid.x;
            mad.lo.s32 %i, %block, %size, %i;
            ld.param.s32 %n, [n];
            setp.ge.s32 %p, %i, %n;
            @%p bra END;
            ld.param.u64 %a, [a];
            ld.param.u64 %b, [b];
            ld.param.u64 %c, [c];
            mul.wide.s32 %at, %i, 4;
            add.u64 %a, %a, %at;
            add.u64 %b, %b, %at;
            add.u64 %c, %c, %at;
            ld.global.nc.f32 %x, [%a];
            ld.global.nc.f32 %y, [%b];
            add.rn.f32 %x, %x, %y;
            st.global.f32 [%c], %x;
            END:
            ret;
            }
            """;
        float[] a = [.. Enumerable.Range(0, 1000).Select(i => i * 0.1f)], b = [.. a.Reverse()];
        var c = new byte[4000];
        Emulator.Run(PtxModule.Parse(text), "plus", new(8), new(128), 0, [BytesOf(a), BytesOf(b), c, 1000]);
        Assert.Equal(a.Zip(b, (x, y) => x + y), Floats(c));
    }

    [Theory]
    [InlineData(48, true)]
    [InlineData(48, false)]
    public void Tiles_of_matrices_are_multiplied_through_shared_memory(int n, bool copiesAsynchronously)
    {
        string load = copiesAsynchronously
            ? """
              cp.async.ca.shared.global [%sa], [%a], 4;
              cp.async.ca.shared.global [%sb], [%b], 4;
              cp.async.commit_group;
              cp.async.wait_group 0;
              """
            : """
              ld.global.f32 %x, [%a];
              ld.global.f32 %y, [%b];
              st.shared.f32 [%sa], %x;
              st.shared.f32 [%sb], %y;
              """;
        string text = Snippet.Head() + $$"""
            .extern .shared .align 16 .b8 right[];
            .visible .entry multiply(.param .u64 a, .param .u64 b, .param .u64 c, .param .u32 n)
            {
            .shared .align 16 .b8 left[1024];
            .reg .pred %p;
            .reg .u32 %n, %tx, %ty, %row, %column, %t, %k, %sa, %sb, %ra, %rb, %i;
            .reg .u64 %a, %b, %c, %at, %step;
            .reg .f32 %x, %y, %sum;
            ld.param.u32 %n, [n];
            ld.param.u64 %a, [a];
            ld.param.u64 %b, [b];
            ld.param.u64 %c, [c];
            mov.u32 %tx, %tid.x;
            mov.u32 %ty, %tid.y;
            mov.u32 %row, %ctaid.y;
            mad.lo.u32 %row, %row, 16, %ty;
            mov.u32 %column, %ctaid.x;
            mad.lo.u32 %column, %column, 16, %tx;
            mad.lo.u32 %i, %row, %n, %tx;
            mul.wide.u32 %at, %i, 4;
            add.u64 %a, %a, %at;
            mad.lo.u32 %i, %ty, %n, %column;
            mul.wide.u32 %at, %i, 4;
            add.u64 %b, %b, %at;
            mad.lo.u32 %i, %row, %n, %column;
            mul.wide.u32 %at, %i, 4;
            add.u64 %c, %c, %at;
            mul.wide.u32 %step, %n, 64;
            mov.u32 %ra, left;
            mov.u32 %rb, right;
            mad.lo.u32 %i, %ty, 16, %tx;
            mad.lo.u32 %sa, %i, 4, %ra;
            mad.lo.u32 %sb, %i, 4, %rb;
            mov.f32 %sum, 0f00000000;
            mov.u32 %t, 0;
            TILE:
            {{load}}
            bar.sync 0;
            mov.u32 %ra, left;
            mad.lo.u32 %ra, %ty, 64, %ra;
            mov.u32 %rb, right;
            mad.lo.u32 %rb, %tx, 4, %rb;
            mov.u32 %k, 0;
            INNER:
            ld.shared.f32 %x, [%ra];
            ld.shared.f32 %y, [%rb];
            fma.rn.f32 %sum, %x, %y, %sum;
            add.u32 %ra, %ra, 4;
            add.u32 %rb, %rb, 64;
            add.u32 %k, %k, 1;
            setp.lt.u32 %p, %k, 16;
            @%p bra INNER;
            bar.sync 0;
            add.u64 %a, %a, 64;
            add.u64 %b, %b, %step;
            add.u32 %t, %t, 16;
            setp.lt.u32 %p, %t, %n;
            @%p bra.uni TILE;
            st.global.f32 [%c], %sum;
            ret;
            }
            """;
        Random random = new(1);
        float[] a = [.. Enumerable.Range(0, n * n).Select(_ => (float)random.NextDouble())],
        b = [.. Enumerable.Range(0, n * n).Select(_ => (float)random.NextDouble())];
        var c = new byte[n * n * 4];
        Emulator.Run(PtxModule.Parse(text), "multiply", new(n / 16, n / 16), new(16, 16), 1024, [BytesOf(a), BytesOf(b), c, (uint)n]);
        Assert.Equal(
            Enumerable.Range(0, n * n)
                .Select(i => Enumerable.Range(0, n).Aggregate(0f, (sum, k) => MathF.FusedMultiplyAdd(a[(i / n * n) + k], b[(k * n) + (i % n)], sum))),
                Floats(c));

        // Without the barrier that ends a tile, its sums race with the next tile's loads.
        PtxModule racing = PtxModule.Parse(text.Replace("@%p bra INNER;\nbar.sync 0;", "@%p bra INNER;"));
        var fault = Assert.Throws<PtxFaultException>(() => Emulator.Run(racing, "multiply", new(1), new(16, 16), 1024, [BytesOf(a), BytesOf(b), c, (uint)n]));
        Assert.Contains("another thread accessed with no barrier between", fault.Message);
    }

    [Fact]
    public void A_block_sums_by_shuffles_and_one_atomic_addition()
    {
        string steps = string.Concat(((int[])[16, 8, 4, 2, 1]).Select(by => $"shfl.sync.down.b32 %y, %x, {by}, 31, -1;\nadd.rn.f32 %x, %x, %y;\n"));
        string text = Snippet.Head("6.0", "sm_70") + $$"""
            .visible .entry sum(.param .u64 from, .param .u64 to)
            .maxntid 128
            {
            .shared .f32 sums[4];
            .reg .pred %p;
            .reg .u32 %thread, %lane, %warp, %block, %place;
            .reg .u64 %from, %to, %at;
            .reg .f32 %x, %y;
            ld.param.u64 %from, [from];
            ld.param.u64 %to, [to];
            mov.u32 %thread, %tid.x;
            mov.u32 %lane, %laneid;
            mov.u32 %warp, %warpid;
            mov.u32 %block, %ctaid.x;
            mad.lo.u32 %place, %block, 128, %thread;
            mul.wide.u32 %at, %place, 4;
            add.u64 %from, %from, %at;
            ld.global.f32 %x, [%from];
            {{steps}}
            setp.eq.u32 %p, %lane, 0;
            mov.u32 %place, sums;
            mad.lo.u32 %place, %warp, 4, %place;
            @%p st.shared.f32 [%place], %x;
            bar.sync 0;
            setp.ge.u32 %p, %thread, 32;
            @%p ret;
            mov.f32 %x, 0f00000000;
            mov.u32 %place, sums;
            mad.lo.u32 %place, %lane, 4, %place;
            setp.lt.u32 %p, %lane, 4;
            @%p ld.shared.f32 %x, [%place];
            {{steps}}
            setp.eq.u32 %p, %lane, 0;
            @%p red.global.add.f32 [%to], %x;
            ret;
            }
            """;
        float[] numbers = [.. Enumerable.Range(0, 512).Select(i => (float)i)];
        var sum = new byte[4];
        Emulator.Run(PtxModule.Parse(text), "sum", new(4), new(128), 0, [BytesOf(numbers), sum]);
        Assert.Equal(511 * 512 / 2, Floats(sum)[0]);
    }

    private static byte[] BytesOf(float[] numbers) => MemoryMarshal.AsBytes<float>(numbers).ToArray();

    private static float[] Floats(byte[] memory) => MemoryMarshal.Cast<byte, float>(memory).ToArray();
}
