using LiVOS.Runtime.Language;

namespace LiVOS.PtxEmulator.Tests;

public class FaultTests
{
    private const string Address = "ld.param.u64 %rd1, [u]; cvta.to.global.u64 %rd1, %rd1; mov.u32 %r1, %tid.x; ";
    private const string Slot = ".shared .align 16 .b8 s[1024]; mov.u32 %r1, %tid.x; shl.b32 %r2, %r1, 2; mov.u32 %r3, s; add.u32 %r3, %r3, %r2; ";

    [Theory]
    [InlineData("ld.global.u32 %r2, [%rd1+1024];", "accesses 4 bytes at 1024 of a memory of 1024 bytes")]
    [InlineData("ld.global.u32 %r2, [%rd1+-4];", "no memory lies at global address")]
    [InlineData("cvt.u32.u64 %r2, %rd1; cvt.u64.u32 %rd1, %r2; ld.global.u32 %r2, [%rd1+0];", "no memory lies at global address 0x0")]
    [InlineData("ld.global.u32 %r2, [%rd1+2];", "is not a multiple of 4")]
    [InlineData("ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd1+8];", "is not a multiple of 16")]
    [InlineData("st.global.u32 [%rd1+1022], %r1;", "is not a multiple of 4")]
    [InlineData("add.u32 %r2, %r3, 1;", "reads %r3, which has not been written")]
    [InlineData("setp.eq.u32 %p1, %r1, 0; @%p1 mov.u32 %r3, 1; add.u32 %r2, %r3, 1;", "thread (1, 0, 0) of block (0, 0, 0) reads %r3")]
    [InlineData("@%p2 mov.u32 %r3, 1;", "reads %p2, which has not been written")]
    [InlineData("setp.eq.u32 %p1, %r1, 0; @%p1 bra.uni L; mov.u32 %r2, 0; L: mov.u32 %r2, 0;", "does not take a branch that is declared uniform")]
    [InlineData("shfl.sync.idx.b32 %r2, %r1, 0, 31, 0x0000ffff;", "is no member of its own mask")]
    [InlineData("setp.lt.u32 %p1, %r1, 4; @%p1 shfl.sync.idx.b32 %r2, %r1, 0, 31, -1;", "waits for lane 4, which never comes here")]
    [InlineData("setp.lt.u32 %p1, %r1, 4; @%p1 shfl.sync.idx.b32 %r2, %r1, 9, 31, 15;", "reads the register of lane 9, which takes no part")]
    [InlineData("setp.lt.u32 %p1, %r1, 4; @%p1 exit; shfl.sync.idx.b32 %r2, %r1, 0, 31, -1;", "reads the register of lane 0, which takes no part")]
    [InlineData("setp.lt.u32 %p1, %r1, 4; selp.b32 %r3, -1, 0xfffffff0, %p1; shfl.sync.idx.b32 %r2, %r1, 9, 31, %r3;", "names other members")]
    [InlineData("setp.lt.u32 %p1, %r1, 4; @%p1 bra A; bar.sync 0; bra B; A: bar.sync 0; B: mov.u32 %r2, 0;", "waits for other lanes of its warp")]
    [InlineData("setp.lt.u32 %p1, %r1, 4; @%p1 bar.sync 0;", "waits for lane 4, which never comes here")]
    [InlineData("setp.lt.u32 %p1, %r1, 4; @%p1 exit; bar.sync 0;", "waits for lane 0, which never comes here")]
    [InlineData("setp.lt.u32 %p1, %r1, 32; @%p1 exit; bar.sync 0;", "while other threads of the block have ended")]
    [InlineData("setp.lt.u32 %p1, %r1, 32; @%p1 bra A; bar.sync 1; bra B; A: bar.sync 0; B: mov.u32 %r2, 0;", "wait at another barrier")]
    [InlineData(
        "mov.f32 %f0, 0f3F800001; mov.b32 %r0, %f0; mov.f32 %f1, 0f00000000; mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%f1, %f2, %f3, %f4}, "
            + "{%r0, %r0, %r0, %r0}, {%r0, %r0}, {%f1, %f1, %f1, %f1};", "was not rounded to .tf32")]
    [InlineData("cp.async.ca.shared.global [%r1], [%rd1], 4;", "lie in no variable")]
    public void Kernels_that_do_what_they_must_not(string body, string message) => AssertFault(Address + body, message, new(64));

    [Theory]
    [InlineData("ld.shared.u32 %r4, [%r3];", "which has not been written")]
    [InlineData("st.shared.u32 [%r3+1024], %r1;", "lie in no variable")]
    [InlineData("st.shared.u32 [%r3+-4], %r1;", "lie in no variable")]
    [InlineData("st.shared.u32 [%r3+2], %r1;", "is not a multiple of 4")]
    [InlineData("st.shared.v4.u32 [%r3], {%r1, %r1, %r1, %r1};", "is not a multiple of 16")]
    [InlineData("st.shared.u32 [s], %r1;", "which another thread accessed with no barrier between")]
    [InlineData("st.shared.u32 [%r3], %r1; xor.b32 %r3, %r3, 4; ld.shared.u32 %r4, [%r3];", "which another thread wrote with no barrier between")]
    [InlineData("st.shared.u32 [%r3], %r1; xor.b32 %r3, %r3, 128; ld.shared.u32 %r4, [%r3];", "which")]
    [InlineData(
        "st.shared.u32 [%r3], %r1; bar.sync 0; xor.b32 %r3, %r3, 4; ld.shared.u32 %r4, [%r3]; xor.b32 %r3, %r3, 4; st.shared.u32 [%r3], %r1;",
        "writes shared memory at")]
    [InlineData(
        "st.shared.u32 [%r3], 0; bar.sync 0; red.shared.add.u32 [s], 1; ld.shared.u32 %r4, [s];", "reads shared memory at 0x400, which another thread wrote")]
    [InlineData("red.shared.add.u32 [s], 1;", "which has not been written")]
    [InlineData(
        "st.shared.u32 [%r3], %r1; bar.sync 0; ld.shared.u32 %r4, [s]; ld.shared.u32 %r4, [s]; setp.eq.u32 %p1, %r1, 40; @%p1 st.shared.u32 [s], 1;",
        "thread (40, 0, 0) of block (0, 0, 0) writes shared memory at 0x400")]
    [InlineData("setp.eq.u32 %p1, %r1, 0; @%p1 st.shared.v4.u32 [s], {%r1, %r1, %r1, %r1}; @!%p1 ld.shared.u32 %r4, [s+12];", "which another thread wrote")]
    [InlineData(
        "setp.eq.u32 %p1, %r1, 0; @%p1 st.shared.v4.u32 [s], {%r1, %r1, %r1, %r1}; @!%p1 ld.shared.v4.u32 {%r4, %r5, %r6, %r7}, [s];",
        "which another thread wrote")]
    [InlineData(
        "mov.u32 %r3, s; add.u32 %r3, %r3, %r1; st.shared.u8 [%r3], 1; setp.eq.u32 %p1, %r1, 63; @%p1 ld.shared.u32 %r4, [s];", "which another thread wrote")]
    [InlineData("mov.u32 %r3, s; add.u32 %r3, %r3, %r1; st.shared.u8 [%r3+1], 1; bar.sync 0; ld.shared.u32 %r4, [s];", "which has not been written")]
    [InlineData("ld.param.u64 %rd1, [u]; cp.async.ca.shared.global [%r3], [%rd1], 4; ld.shared.u32 %r4, [%r3];", "has not been waited for")]
    [InlineData(
        "ld.param.u64 %rd1, [u]; cp.async.ca.shared.global [%r3], [%rd1], 4; cp.async.commit_group; bar.sync 0; ld.shared.u32 %r4, [%r3];",
        "has not been waited for")]
    [InlineData(
        "ld.param.u64 %rd1, [u]; cp.async.ca.shared.global [%r3], [%rd1], 4; cp.async.wait_group 0; ld.shared.u32 %r4, [%r3];", "has not been waited for")]
    [InlineData(
        "ld.param.u64 %rd1, [u]; cp.async.ca.shared.global [%r3], [%rd1], 4; cp.async.wait_all; xor.b32 %r3, %r3, 4; ld.shared.u32 %r4, [%r3];",
        "which another thread wrote")]
    [InlineData("ld.param.u64 %rd1, [u]; cp.async.ca.shared.global [%r3], [%rd1+2], 4;", "is not a multiple of 4")]
    [InlineData("ld.param.u64 %rd1, [u]; cp.async.ca.shared.global [%r3], [%rd1+1024], 4;", "accesses 4 bytes at 1024")]
    [InlineData("ld.param.u64 %rd1, [u]; cp.async.ca.shared.global [%r3], [%rd1], 4, 5;", "reads 5 bytes for a copy of 4")]
    [InlineData("ldmatrix.sync.aligned.m8n8.x1.shared.b16 {%r4}, [%r3];", "is not a multiple of 16")]
    public void Shared_memory_used_as_it_must_not_be(string body, string message) => AssertFault(Slot + body, message, new(64));

    [Theory]
    [InlineData("st.shared.u32 [%r3], %r1; bar.sync 0; xor.b32 %r3, %r3, 4; ld.shared.u32 %r4, [%r3]; bar.sync 0; st.shared.u32 [%r3], %r4;")]
    [InlineData("st.shared.u32 [%r3], %r1; bar.warp.sync -1; xor.b32 %r3, %r3, 4; ld.shared.u32 %r4, [%r3]; bar.warp.sync -1; st.shared.u32 [%r3], %r4;")]
    [InlineData("st.shared.u32 [%r3], 0; bar.sync 0; red.shared.add.u32 [s], 1; bar.sync 0; ld.shared.u32 %r4, [s];")]
    [InlineData("st.shared.u32 [%r3], 0; ld.shared.u32 %r4, [%r3]; st.shared.u32 [%r3], 1;")]
    [InlineData("mov.u32 %r3, s; add.u32 %r3, %r3, %r1; st.shared.u8 [%r3], 1; ld.shared.u8 %r4, [%r3]; bar.sync 0; ld.shared.u32 %r4, [s];")]
    [InlineData(
        "ld.param.u64 %rd1, [u]; cp.async.ca.shared.global [%r3], [%rd1], 4; cp.async.wait_all; ld.shared.u32 %r4, [%r3]; bar.sync 0; ld.shared.u32 %r4, [s];")]
    [InlineData("ld.param.u64 %rd1, [u]; cp.async.ca.shared.global [%r3], [%rd1+4096], 4, 0; cp.async.wait_all;")]
    public void Shared_memory_used_well(string body) => Snippet.Run(Snippet.Kernel(Slot + body), 1024, new(64));

    [Fact]
    public void A_warp_barrier_orders_nothing_between_warps() => AssertFault(
        Slot + "st.shared.u32 [%r3], %r1; bar.warp.sync -1; setp.ge.u32 %p1, %r1, 32; @%p1 ld.shared.u32 %r4, [s];",
        "reads shared memory at 0x400, which another thread wrote with no barrier between", new(64));

    [Fact]
    public void Launches_that_do_not_fit()
    {
        string text = Snippet.Kernel("");
        AssertLaunch(() => Snippet.Run(text, 4, new(1025)), "A block of");
        AssertLaunch(() => Snippet.Run(text, 4, new(1, 1, 65)), "A block of");
        AssertLaunch(() => Snippet.Run(text, 4, new(1), grid: new(1, 65536)), "A grid of");
        AssertLaunch(() => Snippet.Run(text, 4, new(1), dynamicShared: 4), "no use for 4 bytes");
        AssertLaunch(() => Emulator.Run(PtxModule.Parse(text), "q", new(1), new(1), 0, []), "no kernel 'q'");
        AssertLaunch(() => Emulator.Run(PtxModule.Parse(text), "k", new(1), new(1), 0, []), "has 2 parameters and is given 0");
        AssertLaunch(() => Emulator.Run(PtxModule.Parse(text), "k", new(1), new(1), 0, [new byte[4], 1f]), "Parameter n is .u32 and is given .f32");
        string dynamic = Snippet.Head() + ".extern .shared .align 16 .b8 d[];\n.visible .entry k() { ret; }";
        AssertLaunch(() => Emulator.Run(PtxModule.Parse(dynamic), "k", new(1), new(1), (163 * 1024) + 1, []), "are more than the 166912 of sm_80");
    }

    private static void AssertLaunch(Action launch, string message) => Assert.Contains(message, Assert.Throws<PtxFaultException>(launch).Message);

    private static void AssertFault(string body, string message, Extent group) =>
        Assert.Contains(message, Assert.Throws<PtxFaultException>(() => Snippet.Run(Snippet.Kernel(body), 1024, group)).Message);
}
