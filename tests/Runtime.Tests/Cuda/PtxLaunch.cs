using System.Text;
using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Tests.Cuda;

/// <summary>A launch whose kernel is given as PTX, in place of one that the kernel compiler wrote.</summary>
public sealed class PtxLaunch(string kernel, string text, LaunchShape shape, Action<IKernelArguments> pass, params Tensor[] operands)
    : Launch("Text." + kernel, shape, vectorizedExtent: 0, operands)
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(text);

    public override void Run(int width, int from, int to) => throw new NotSupportedException();

    public override ReadOnlySpan<byte> Ptx(int width) => _text;

    public override void PassArguments(IKernelArguments arguments) => pass(arguments);

    /// <summary>A module with one kernel: its parameters, and its body without the ret.</summary>
    public static string Module(string name, string parameters, string body) => $$"""
        .version 7.0
        .target sm_70
        .address_size 64
        .visible .entry {{name}}({{parameters}})
        {
            .reg .pred %p<2>;
            .reg .b16 %h<4>;
            .reg .b32 %r<8>;
            .reg .b64 %rd<8>;
            .reg .f32 %f<4>;
            {{body}}
            ret;
        }
        """;

    /// <summary><c>y[i] = factor x[i]</c>: a kernel over items.</summary>
    public static PtxLaunch Scale(Tensor<float> x, Tensor<float> y, float factor, string comment = "") => new(
        "Scale",
        Module("Scale", ".param .s32 items, .param .u64 x, .param .u64 y, .param .f32 factor", $"""
            // {comment}
            mov.u32 %r0, %tid.x;
            mov.u32 %r1, %ctaid.x;
            mov.u32 %r2, %ntid.x;
            mad.lo.s32 %r0, %r1, %r2, %r0;
            ld.param.s32 %r3, [items];
            setp.ge.s32 %p0, %r0, %r3;
            @%p0 bra END;
            ld.param.u64 %rd0, [x];
            ld.param.u64 %rd1, [y];
            ld.param.f32 %f0, [factor];
            mul.wide.s32 %rd2, %r0, 4;
            add.u64 %rd0, %rd0, %rd2;
            add.u64 %rd1, %rd1, %rd2;
            ld.global.f32 %f1, [%rd0];
            mul.rn.f32 %f1, %f1, %f0;
            st.global.f32 [%rd1], %f1;
            END:
            """),
        LaunchShape.Tiles((int)x.Shape.Length),
        arguments =>
        {
            arguments.Pass(x);
            arguments.Pass(y);
            arguments.Pass(factor);
        },
        x, y)
    { OverItems = true };

    /// <summary>Writes behind the end of a tensor.</summary>
    public static PtxLaunch Stray(Tensor<float> x) => new(
        "Stray",
        Module("Stray", ".param .u64 x", """
            ld.param.u64 %rd0, [x];
            mov.f32 %f0, 0f00000000;
            st.global.f32 [%rd0+1048576], %f0;
            """),
        LaunchShape.Tiles(1), arguments => arguments.Pass(x), x);
}
