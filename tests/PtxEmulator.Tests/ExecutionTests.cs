using System.Runtime.InteropServices;

namespace LiVOS.PtxEmulator.Tests;

public class ExecutionTests
{
    private const string Store = " ld.param.u64 %rd1, [u]; mul.wide.u32 %rd2, %u0, 4; add.u64 %rd1, %rd1, %rd2; st.global.u32 [%rd1], %r1;";

    [Fact]
    public void Divided_warps_meet_again()
    {
        // The Collatz steps of each thread's number, then a shuffle of the whole warp.
        int[] results = Ints(Snippet.Run(Snippet.Kernel(
            """
            mov.u32 %u0, %tid.x;
            add.u32 %r0, %u0, 1;
            mov.u32 %r1, 0;
            LOOP:
            setp.eq.u32 %p0, %r0, 1;
            @%p0 bra DONE;
            and.b32 %r2, %r0, 1;
            setp.eq.u32 %p1, %r2, 1;
            @%p1 bra ODD;
            shr.u32 %r0, %r0, 1;
            bra NEXT;
            ODD:
            mad.lo.u32 %r0, %r0, 3, 1;
            NEXT:
            add.u32 %r1, %r1, 1;
            bra LOOP;
            DONE:
            shfl.sync.bfly.b32 %r1, %r1, 1, 31, -1;
            """ + Store), 256, new(64)));
        Assert.Equal(Enumerable.Range(0, 64).Select(i => Collatz((i ^ 1) + 1)), results);

        static int Collatz(int n) => n == 1 ? 0 : 1 + Collatz(n % 2 == 0 ? n / 2 : (3 * n) + 1);
    }

    [Fact]
    public void Special_registers()
    {
        int[] results = Ints(Snippet.Run(Snippet.Kernel(
            """
            mov.u32 %r2, %ctaid.z; mov.u32 %r3, %nctaid.y; mov.u32 %r4, %ctaid.y; mad.lo.u32 %r2, %r2, %r3, %r4;
            mov.u32 %r3, %nctaid.x; mov.u32 %r4, %ctaid.x; mad.lo.u32 %r2, %r2, %r3, %r4;
            mov.u32 %r3, %ntid.z; mov.u32 %r4, %tid.z; mad.lo.u32 %r2, %r2, %r3, %r4;
            mov.u32 %r3, %ntid.y; mov.u32 %r4, %tid.y; mad.lo.u32 %r2, %r2, %r3, %r4;
            mov.u32 %r3, %ntid.x; mov.u32 %r4, %tid.x; mad.lo.u32 %u0, %r2, %r3, %r4;
            mov.u32 %r2, %laneid; mov.u32 %r3, %warpid; mad.lo.u32 %r1, %r3, 32, %r2;
            """ + Store), 24 * 70 * 4, new(7, 5, 2), grid: new(2, 3, 4)));
        Assert.Equal(Enumerable.Range(0, 24 * 70).Select(i => i % 70), results);
    }

    [Theory]
    [InlineData("up", 3, 0)]
    [InlineData("down", 5, 31)]
    [InlineData("bfly", 7, 31)]
    [InlineData("idx", 9, 31)]
    [InlineData("down", 2, 0x181f)]
    [InlineData("up", 1, 0x1800)]
    [InlineData("idx", 3, 0x181f)]
    public void Shuffles(string mode, int by, int limits)
    {
        int[] results = Ints(
            Snippet.Run(
                Snippet.Kernel($"mov.u32 %u0, %tid.x; shfl.sync.{mode}.b32 %r1|%p1, %u0, {by}, {limits}, -1; @!%p1 add.u32 %r1, %r1, 100;" + Store), 128,
                new(32)));
        int width = (limits & 0x1f00) == 0 ? 32 : 8;
        Assert.Equal(Enumerable.Range(0, 32).Select(lane =>
        {
            int first = lane / width * width, from = mode switch { "up" => lane - by, "down" => lane + by, "bfly" => lane ^ by, _ => first + by };
            return from >= first && from < first + width ? from : lane + 100;
        }), results);
    }

    [Theory]
    [InlineData("add.u32", 31 * 32 / 2)]
    [InlineData("max.s32", 31)]
    [InlineData("or.b32", 31)]
    public void Atomics(string operation, int expected)
    {
        byte[] memory = Snippet.Run(
            Snippet.Kernel(
                $"ld.param.u64 %rd1, [u]; mov.u32 %r1, %tid.x; atom.global.{operation} %r2, [%rd1], %r1; red.relaxed.gpu.global.add.f32 [%rd1+4], 0f3F000000;"),
                8, new(32));
        Assert.Equal(expected, Ints(memory)[0]);
        Assert.Equal(16f, BitConverter.ToSingle(memory, 4));
    }

    [Fact]
    public void Compare_and_swap_and_exchange()
    {
        byte[] memory = Snippet.Run(
            Snippet.Kernel(
                "ld.param.u64 %rd1, [u]; atom.global.cas.b32 %r1, [%rd1], 0, 7; atom.global.cas.b32 %r2, [%rd1], 0, 8; atom.global.exch.b32 %r3, [%rd1+4], "
                    + "%r2;"), 8, new(1));
        Assert.Equal([7, 7], Ints(memory));
    }

    [Fact]
    public void Vectors_are_packed_and_taken_apart()
    {
        byte[] memory = Snippet.Run(Snippet.Kernel(
            """
            ld.param.u64 %rd1, [u];
            mov.b64 %rd2, {%r1, %r2};
            mov.b64 {%h0, %h1, %h2, %h3}, %rd2;
            mov.b32 %r3, {%h3, %h0};
            mov.b64 {%f1, %f2}, %rd2;
            st.global.v2.b32 [%rd1], {%r3, %f2};
            """.Insert(0, "mov.u32 %r1, 0x11112222; mov.u32 %r2, 0x33334444; ")), 8, new(1));
        Assert.Equal([0x22223333, 0x33334444], Ints(memory));
    }

    [Fact]
    public void Narrow_loads_extend_by_their_type()
    {
        byte[] memory = Snippet.Run(
            Snippet.Kernel(
                "ld.param.u64 %rd1, [u]; st.global.u8 [%rd1], 200; ld.global.s8 %r1, [%rd1]; ld.global.u8 %rd2, [%rd1]; st.global.v2.u32 [%rd1+8], {%r1, %r1}; "
                    + "st.global.u64 [%rd1+16], %rd2;"), 24, new(1));
        Assert.Equal([200, 0, unchecked((sbyte)200), unchecked((sbyte)200), 200, 0], Ints(memory));
    }

    private static int[] Ints(byte[] memory) => MemoryMarshal.Cast<byte, int>(memory).ToArray();
}
