using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>Renders warp operations on tensor cores and asynchronous copies: instructions of sm_80.</summary>
internal sealed class PtxWarps(PtxText text, PtxRegisters registers, PtxExpressions expressions)
{
    private const string CopiedBytes = "16";

    public void Render(LoadMatrices load)
    {
        string place = expressions.AddressOfSum(load.Memory, load.Row).Plus(0);
        text.Do("ldmatrix.sync.aligned.m8n8.x4.shared.b16", PtxText.Together(load.Results.Select(result => registers.Of(result)[0])), place);
    }

    public void Render(MultiplyMatrices multiply)
    {
        string shape = multiply.Kind == MatrixKind.Halves ? "m16n8k16" : "m16n8k8", number = multiply.Kind == MatrixKind.Halves ? "f16" : "tf32";
        string left = PtxText.Together(multiply.Left.Select(expressions.Register)), right = PtxText.Together(multiply.Right.Select(expressions.Register));
        string sums = PtxText.Together(expressions.Registers(multiply.Sums));
        text.Do($"mma.sync.aligned.{shape}.row.col.f32.{number}.{number}.f32", PtxText.Together(registers.Of(multiply.Result)), left, right, sums);
    }

    public void Render(ChooseBuffer either)
    {
        string takesSecond = expressions.Register(either.TakesSecond), type = PtxMemory.AddressType(either.Result);
        string result = registers.Declare(either.Result, either.Result.Name, type)[0];
        text.Make($"selp.{type}", type, result, registers.Of(either.Second)[0], registers.Of(either.First)[0], takesSecond);
    }

    public void Render(BeginCopy copy)
    {
        PtxAddress from = expressions.AddressOfSum(copy.From, copy.FromIndex), to = expressions.AddressOfSum(copy.To, copy.ToIndex);
        List<string> operands = [to.Plus(0), from.Plus(0), CopiedBytes];
        if (copy.Exists is not Constant { Value: true }) operands.Add(text.Make("selp.b32", "b32", null, CopiedBytes, "0", expressions.Register(copy.Exists)));
        text.Do("cp.async.cg.shared.global", [.. operands]);
    }
}
