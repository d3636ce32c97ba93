using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>Conversions as C# makes them. PTX's own stop at a range's ends, as C#'s do; NaN is 0 but for integers of 64 bits.</summary>
internal sealed class PtxConversions(PtxText text)
{
    private readonly PtxIntegers _integers = new(text);

    /// <summary>A value in a register as another type: its own register where that holds the same.</summary>
    public string Convert(string value, Scalar from, Scalar to, string? into)
    {
        if (from == to) return value;
        if (from == Scalar.Bool) return Convert(text.Make("selp.b32", "b32", to == Scalar.Int ? into : null, "1", "0", value), Scalar.Int, to, into);
        if (to == Scalar.Float) return text.Make($"cvt.rn.f32.{PtxTypes.Number(from)}", "f32", into, value);
        if (PtxTypes.IsSmall(to)) return _integers.Cut(to, into, Convert(value, from, Scalar.Int, null));
        if (from == Scalar.Float) return Truncate(value, to, into);
        return (PtxTypes.Register(from), PtxTypes.Register(to)) switch
        {
            ("b32", "b64") => text.Make(from == Scalar.UInt ? "cvt.u64.u32" : "cvt.s64.s32", "b64", into, value),
            ("b64", "b32") => text.Make("cvt.u32.u64", "b32", into, value),
            _ => value,
        };
    }

    private string Truncate(string value, Scalar to, string? into)
    {
        string cvt = $"cvt.rzi.{PtxTypes.Number(to)}.f32";
        if (PtxTypes.Register(to) == "b32") return text.Make(cvt, "b32", into, value);
        string integer = text.Make(cvt, "b64", null, value), isNaN = text.Make("setp.nan.f32", "pred", null, value, value);
        return text.Make("selp.b64", "b64", into, "0", integer, isNaN);
    }
}
