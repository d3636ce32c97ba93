using System.Text;
using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Tests.OpenCl;

/// <summary>A launch whose kernel is given as OpenCL C, in place of one that the kernel compiler wrote.</summary>
public sealed class TextLaunch(string kernel, string text, LaunchShape shape, Action<IKernelArguments> pass, params Tensor[] operands)
    : Launch("Text." + kernel, shape, vectorizedExtent: 0, operands)
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(text);

    public override void Run(int width, int from, int to) => throw new NotSupportedException();

    public override ReadOnlySpan<byte> OpenClC(int width) => _text;

    public override void PassArguments(IKernelArguments arguments) => pass(arguments);

    /// <summary><c>y[i] = factor x[i]</c>: a kernel over items.</summary>
    public static TextLaunch Scale(Tensor<float> x, Tensor<float> y, float factor, string comment = "") => new(
        "Scale",
        $$"""
        // {{comment}}
        kernel void Scale(int items, global const float* x, long xStart, global float* y, long yStart, float factor)
        {
            int i = get_global_id(0);
            if (i < items) y[yStart + i] = factor * x[xStart + i];
        }
        """,
        LaunchShape.Tiles((int)x.Shape.Length),
        arguments =>
        {
            arguments.Pass(x);
            arguments.Pass(y);
            arguments.Pass(factor);
        },
        x, y)
    { OverItems = true };
}
