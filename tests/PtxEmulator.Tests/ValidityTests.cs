namespace LiVOS.PtxEmulator.Tests;

public class ValidityTests
{
    [Theory]
    [InlineData("add.s32 %r1, %f1, %r2;", "%f1 is .f32 and does not fit .s32")]
    [InlineData("add.f32 %f1, %u1, %f2;", "%u1 is .u32 and does not fit .f32")]
    [InlineData("add.s64 %rd1, %rd2, %r1;", "%r1 is .b32 and does not fit .s64")]
    [InlineData("add.s32 %r1, %r99, %r2;", "'%r99' is not declared")]
    [InlineData("add.s32 %r1, %r2;", "has 2 operands instead of 3")]
    [InlineData("add.s32 5, %r1, %r2;", "a register must stand")]
    [InlineData("add.s32 %r1, %r2, 4294967296;", "4294967296 does not fit .s32")]
    [InlineData("add.f32 %f1, %f2, 1;", "an integer stands where a .f32 must be")]
    [InlineData("add.s32 %r1, %r2, 0f3F800000;", "a floating-point number stands where a .s32")]
    [InlineData("add.s32 %r1, %r2, %tid.x;", "only mov reads %tid.x")]
    [InlineData("add.f32 %f1, %f2, 0f3F80;", "'0f3F80' is no number")]
    [InlineData("add.rn.s32 %r1, %r2, %r3;", "'.rn' stands where")]
    [InlineData("add.b32 %r1, %r2, %r3;", "'.b32' stands where")]
    [InlineData("mul.s32 %r1, %r2, %r3;", "'.s32' stands where .lo or .hi or .wide must be")]
    [InlineData("mul.wide.s32 %r1, %r2, %r3;", "%r1 is .b32 and does not fit .s64")]
    [InlineData("div.f32 %f1, %f2, %f3;", "'.f32' stands where .rn must be")]
    [InlineData("fma.f32 %f1, %f2, %f3, %f4;", "'.f32' stands where .rn must be")]
    [InlineData("frobnicate.s32 %r1;", "is no instruction")]
    [InlineData("setp.lt.b32 %p1, %r1, %r2;", ".lt does not compare .b32")]
    [InlineData("setp.lo.s32 %p1, %r1, %r2;", ".lo does not compare .s32")]
    [InlineData("setp.ltu.s32 %p1, %r1, %r2;", ".ltu does not compare .s32")]
    [InlineData("setp.lt.s32 %r1, %r1, %r2;", "%r1 is .b32 and does not fit .pred")]
    [InlineData("selp.s32 %r1, %r2, %r3, %r4;", "%r4 is .b32 and does not fit .pred")]
    [InlineData("@%r1 mov.u32 %r1, 0;", "%r1 is .b32 and does not fit .pred")]
    [InlineData("mov.pred %p1, %r1;", "does not fit .pred")]
    [InlineData("shl.s32 %r1, %r2, 3;", "'.s32' stands where")]
    [InlineData("shl.b32 %r1, %r2, %rd1;", "%rd1 is .b64 and does not fit .u32")]
    [InlineData("cvt.s32.f32 %r1, %f1;", "rounding must be .rni")]
    [InlineData("cvt.f32.s32 %f1, %r1;", "rounding must be .rn")]
    [InlineData("cvt.rn.s64.s32 %rd1, %r1;", "takes no rounding")]
    [InlineData("cvt.u16.u32 %f1, %r1;", "%f1 is .f32 and does not fit .u16")]
    [InlineData("cvt.rn.f64.f32 %fd1, %f1;", "takes no rounding")]
    [InlineData("ld.global.f32 %f1, [%f2];", "'%f2' is .f32 and cannot be an address")]
    [InlineData("ld.global.f32 %r1, [%rd1]; st.global.f32 [%rd1], %u1;", "%u1 is .u32 and does not fit .f32")]
    [InlineData("ld.global.u32 %h1, [%rd1];", "%h1 is .b16 and does not fit .u32")]
    [InlineData("ld.global.v2.f32 %f1, [%rd1];", "a vector of 2 must stand")]
    [InlineData("ld.global.v4.f32 {%f1, %f2, %f3}, [%rd1];", "a vector of 4 must stand where there are 3")]
    [InlineData("ld.global.v4.f64 {%fd0, %fd1, %fd2, %fd3}, [%rd1];", "at most 128 bits")]
    [InlineData("ld.global.v8.f32 %f1, [%rd1];", "'.v8' stands where")]
    [InlineData("ld.param.u32 %r1, [m];", "'m' is not declared as a parameter")]
    [InlineData("ld.param.u32 %r1, [u];", "reads .u32 at 0 of 'u', which is .u64")]
    [InlineData("ld.global.u32 %r1, %rd1;", "its address must stand in brackets")]
    [InlineData("mov.u64 %rd1, %tid.x;", "'%tid.x' is .u32")]
    [InlineData("mov.b64 %rd1, {%r1, %r2, %r3};", "cannot be a vector of 3")]
    [InlineData("mov.b64 %rd1, {%r1, %h2};", "%h2 is .b16 and does not fit .b32")]
    [InlineData("bra nowhere;", "Label 'nowhere' is not declared")]
    [InlineData("bra %r1;", "'%r1' is no label")]
    [InlineData("L: mov.u32 %r1, 0; L: mov.u32 %r1, 0;", "Label 'L' is declared already")]
    [InlineData(".reg .b32 %r1;", "'%r1' is declared already")]
    [InlineData(".reg .b32 %tid;", "'%tid' is a special register")]
    [InlineData(".reg .b32 max;", "'max' is an instruction's word")]
    [InlineData(".reg .b32 1x;", "a register's name")]
    [InlineData(".reg .q32 %q;", "'.q32' is no type")]
    [InlineData(".shared .align 3 .b8 s[4];", "3 is no power of two")]
    [InlineData(".shared .align 2 .f32 s[4];", "2 is less than that of .f32")]
    [InlineData(".shared .b8 s[];", "without a length")]
    [InlineData(".shared .b8 s[49153];", "49153 bytes of static shared memory")]
    [InlineData(".shared .f32 s[4]; ld.global.f32 %f1, [s];", "'s' lies in shared memory")]
    [InlineData("bar.sync 16;", "a number from 0 to 15")]
    [InlineData("bar.sync;", "has 0 operands")]
    [InlineData("shfl.sync.bfly.f32 %f1, %f2, 1, 31, -1;", "'.f32' stands where .b32 must be")]
    [InlineData("shfl.bfly.b32 %r1, %r2, 1, 31;", "'.bfly' stands where .sync must be")]
    [InlineData("cp.async.cg.shared.global [%r1], [%rd1], 8;", ".cg copies 16 bytes")]
    [InlineData("cp.async.ca.shared.global [%r1], [%rd1], 12;", ".ca copies 4, 8 or 16 bytes")]
    [InlineData("atom.global.add.s64 %rd1, [%rd2], %rd3;", "'.s64' stands where")]
    [InlineData("red.global.exch.b32 [%rd2], %r3;", "'.exch' stands where")]
    [InlineData("mov.u32 %r1, 0", "stands where ';' must be")]
    [InlineData("mov.u32 %r1, ä;", "'ä' has no place")]
    [InlineData("/* mov.u32 %r1, 0;", "does not end")]
    [InlineData("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r1, %r2}, [%r3];", "a vector of 4 must stand where there are 2")]
    [InlineData(
        "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%f0, %f1, %f2, %f3}, {%r0, %r1}, {%r4, %r5}, {%f4, %f5, %f6, %f7};",
        "a vector of 4 must stand where there are 2")]
    [InlineData(
        "mma.sync.aligned.m16n8k16.row.row.f32.f16.f16.f32 {%f0, %f1, %f2, %f3}, {%r0, %r1, %r2, %r3}, {%r4, %r5}, {%f4, %f5, %f6, %f7};",
        "'.row' stands where .col must be")]
    [InlineData(
        "mma.sync.aligned.m16n8k16.row.col.f32.tf32.tf32.f32 {%f0, %f1, %f2, %f3}, {%r0, %r1, %r2, %r3}, {%r4, %r5}, {%f4, %f5, %f6, %f7};",
        "there is no .m16n8k16 of .tf32")]
    public void What_is_not_valid_is_refused(string body, string message)
    {
        var refusal = Assert.Throws<PtxException>(() => PtxModule.Parse(Snippet.Kernel(body)));
        Assert.Contains(message, refusal.Message);
    }

    [Theory]
    [InlineData("cp.async.ca.shared.global [%r1], [%rd1], 16;", "7.0", "sm_75", "needs .target sm_80")]
    [InlineData("cp.async.ca.shared::cta.global [%r1], [%rd1], 16;", "7.0", "sm_80", "needs .version 7.8")]
    [InlineData("cvt.rna.tf32.f32 %r1, %f1;", "7.0", "sm_75", "needs .target sm_80")]
    [InlineData("min.NaN.f32 %f1, %f2, %f3;", "7.0", "sm_70", "needs .target sm_80")]
    [InlineData("tanh.approx.f32 %f1, %f2;", "7.0", "sm_70", "needs .target sm_75")]
    [InlineData("tanh.approx.f32 %f1, %f2;", "6.5", "sm_75", "needs .version 7.0")]
    [InlineData("ldmatrix.sync.aligned.m8n8.x1.shared.b16 {%r1}, [%r2];", "7.0", "sm_70", "needs .target sm_75")]
    [InlineData(
        "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%f0, %f1, %f2, %f3}, {%r0, %r1, %r2, %r3}, {%r4, %r5}, {%f4, %f5, %f6, %f7};", "7.0", "sm_75",
        "needs .target sm_80")]
    [InlineData(
        "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%f0, %f1, %f2, %f3}, {%r0, %r1, %r2, %r3}, {%r4, %r5}, {%f4, %f5, %f6, %f7};", "7.0", "sm_75",
        "needs .target sm_80")]
    [InlineData("fence.acq_rel.gpu;", "6.0", "sm_61", "needs .target sm_70")]
    [InlineData("shfl.sync.bfly.b32 %r1, %r2, 1, 31, -1;", "5.0", "sm_60", "needs .version 6.0")]
    [InlineData("", "6.4", "sm_80", "Target sm_80 needs .version 7.0")]
    [InlineData("", "7.0", "sm_71", "There is no target sm_71")]
    public void What_the_target_does_not_have_is_refused(string body, string version, string target, string message)
    {
        var refusal = Assert.Throws<PtxException>(() => PtxModule.Parse(Snippet.Kernel(body, version, target)));
        Assert.Contains(message, refusal.Message);
    }

    [Theory]
    [InlineData(".target sm_80\n", 1, "'.version' must be")]
    [InlineData(".version 7.0\n.address_size 64\n", 2, "'.target' must be")]
    [InlineData(".version 7.0\n.target sm_80\n.visible .entry k() { ret; }", 3, "'.address_size' must be")]
    [InlineData(".version 7.0\n.target sm_80\n.address_size 64\n.visible .entry k()\n{\n.reg .b32 %a;\nmov.u32 %a, 1;\n}", 8, "end is reached without ret")]
    [InlineData(".version 7.0\n.target sm_80\n.address_size 64\n.visible .entry k() { ret; }\n.visible .entry k() { ret; }", 5, "'k' is declared already")]
    [InlineData(".version 7.0\n.target sm_80\n.address_size 64\n.visible .entry k(.param .u32 a, .param .u32 a) { ret; }", 4, "'a' is declared already")]
    [InlineData(".version 7.0\n.target sm_80\n.address_size 64\n.visible .entry k()\n{\nmov.u32 %a, 1;\n.reg .b32 %a;\nret;\n}", 6, "'%a' is not declared")]
    [InlineData(".version 7.0\n.target sm_80\n.address_size 64\n.visible .entry k() { ret; END: }", 4, "No instruction follows label 'END'")]
    [InlineData(".version 7.0\n.target sm_80\n.address_size 64\n.visible .entry k() { ret;", 4, "stands where an instruction must be")]
    public void Errors_name_their_line(string text, int line, string message)
    {
        var refusal = Assert.Throws<PtxException>(() => PtxModule.Parse(text));
        Assert.Contains(message, refusal.Message);
        Assert.Equal(line, refusal.Line);
    }
}
