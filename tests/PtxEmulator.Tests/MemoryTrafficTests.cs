using LiVOS.PtxEmulator.Memory;
using LiVOS.Runtime.Language;

namespace LiVOS.PtxEmulator.Tests;

/// <summary>What accesses cost: worked out by hand for one warp.</summary>
public class MemoryTrafficTests
{
    private const string Lane = "mov.u32 %r1, %tid.x; ";
    private const string Shared = ".shared .align 128 .b8 s[8192]; " + Lane + "mov.u32 %r3, s; mad.lo.u32 %r3, %r1, {0}, %r3; ";
    private const string Global = "ld.param.u64 %rd1, [u]; cvta.to.global.u64 %rd1, %rd1; " + Lane + "mul.wide.u32 %rd2, %r1, {0}; add.u64 %rd1, %rd1, %rd2; ";

    [Theory]
    [InlineData(4, "st.shared.u32 [%r3], %r1;", 1, 0)] // a word each, side by side
    [InlineData(8, "st.shared.u32 [%r3], %r1;", 1, 1)] // every second bank
    [InlineData(68, "st.shared.u32 [%r3], %r1;", 1, 0)] // an odd pitch
    [InlineData(128, "st.shared.u32 [%r3], %r1;", 1, 31)] // one bank
    [InlineData(0, "setp.eq.u32 %p1, %r1, 7; @%p1 st.shared.u32 [%r3], %r1;", 1, 0)] // one lane
    [InlineData(2, "st.shared.u16 [%r3], 1;", 1, 0)] // two lanes share each word
    [InlineData(8, "st.shared.v2.u32 [%r3], {%r1, %r1};", 2, 0)] // halves of the warp
    [InlineData(16, "st.shared.v2.u32 [%r3], {%r1, %r1};", 2, 2)]
    [InlineData(16, "st.shared.v4.u32 [%r3], {%r1, %r1, %r1, %r1};", 4, 0)] // quarters
    [InlineData(32, "st.shared.v4.u32 [%r3], {%r1, %r1, %r1, %r1};", 4, 4)]
    [InlineData(128, "st.shared.v4.u32 [%r3], {%r1, %r1, %r1, %r1};", 4, 28)]
    [InlineData(16, "setp.lt.u32 %p1, %r1, 9; @%p1 st.shared.v4.u32 [%r3], {%r1, %r1, %r1, %r1};", 2, 0)] // two quarters have lanes
    public void Shared_memory(int pitch, string body, int wavefronts, int conflicts)
    {
        MemoryTraffic traffic = Count(string.Format(null, Shared, pitch) + body);
        Assert.Equal((wavefronts, conflicts), (traffic.Wavefronts, traffic.Conflicts));
        Assert.Equal((0, 0), (traffic.Sectors, traffic.LeastSectors));
    }

    /// <summary>All lanes write the matrices' rows first, four wavefronts without conflicts where a row has 16 bytes.</summary>
    [Theory]
    [InlineData(16, 4 + 4, 0)]
    [InlineData(128, 4 + 4, 28 + 28)] // eight rows in the same four banks
    [InlineData(144, 4 + 4, 0)] // with a chunk of padding
    public void Matrices(int pitch, int wavefronts, int conflicts)
    {
        MemoryTraffic traffic = Count(string.Format(null, Shared, pitch)
            + "st.shared.v4.u32 [%r3], {%r1, %r1, %r1, %r1}; bar.sync 0; ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r4, %r5, %r6, %r7}, [%r3];");
        Assert.Equal((wavefronts, conflicts), (traffic.Wavefronts, traffic.Conflicts));
    }

    [Theory]
    [InlineData(4, "ld.global.u32 %r2, [%rd1];", 4, 4)]
    [InlineData(4, "ld.global.u32 %r2, [%rd1+16];", 5, 4)] // begins within a sector
    [InlineData(8, "ld.global.u32 %r2, [%rd1];", 8, 4)] // every second word
    [InlineData(64, "st.global.u32 [%rd1], %r1;", 32, 4)] // a sector each
    [InlineData(0, "ld.global.u32 %r2, [%rd1];", 1, 1)] // the same word
    [InlineData(16, "ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd1];", 16, 16)]
    [InlineData(64, "ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd1];", 32, 16)]
    [InlineData(4, "red.global.add.u32 [%rd1], 1;", 4, 4)]
    public void Global_memory(int pitch, string body, int sectors, int least)
    {
        MemoryTraffic traffic = Count(string.Format(null, Global, pitch) + body);
        Assert.Equal((sectors, least), (traffic.Sectors, traffic.LeastSectors));
        Assert.Equal((0, 0), (traffic.Wavefronts, traffic.Conflicts));
    }

    /// <summary>Copies write shared memory whole, and read what exists.</summary>
    [Fact]
    public void Copies()
    {
        MemoryTraffic traffic = Count(string.Format(null, Shared, 32)
            + "ld.param.u64 %rd1, [u]; cvta.to.global.u64 %rd1, %rd1; mul.wide.u32 %rd2, %r1, 16; add.u64 %rd1, %rd1, %rd2; "
            + "setp.lt.u32 %p1, %r1, 8; selp.u32 %r5, 16, 0, %p1; cp.async.cg.shared.global [%r3], [%rd1], 16, %r5; cp.async.wait_all;");
        Assert.Equal((4, 4, 4, 4), (traffic.Wavefronts, traffic.Conflicts, traffic.Sectors, traffic.LeastSectors));
    }

    [Fact]
    public void Only_the_blocks_that_are_asked_for_run()
    {
        var memory = new byte[64];
        const string text = "ld.param.u64 %rd1, [u]; cvta.to.global.u64 %rd1, %rd1; mov.u32 %r1, %ctaid.x; mul.wide.u32 %rd2, %r1, 4; "
            + "add.u64 %rd1, %rd1, %rd2; mov.u32 %r2, 1; st.global.u32 [%rd1], %r2;";
        Emulator.Run(PtxModule.Parse(Snippet.Kernel(text)), "k", new Extent(16), new Extent(1), 0, [memory, 0u], blocks: [3, 9]);
        Assert.Equal([12, 36], Enumerable.Range(0, 64).Where(i => memory[i] != 0));
    }

    private static MemoryTraffic Count(string body)
    {
        var traffic = new MemoryTraffic();
        Emulator.Run(PtxModule.Parse(Snippet.Kernel(body)), "k", new Extent(1), new Extent(32), 0, [new byte[8192], 0u], traffic: traffic);
        return traffic;
    }
}
