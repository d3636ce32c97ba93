using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>
/// The IR's scalars in PTX. Integers of 8 and 16 bits lie in registers of 32, extended as their sign wants; a bool is a predicate in
/// registers, a byte in memory, and an int where it is an argument.
/// </summary>
internal static class PtxTypes
{
    /// <summary>The type of the registers that hold one.</summary>
    public static string Register(Scalar scalar) => scalar switch
    {
        Scalar.Bool => "pred",
        Scalar.Float => "f32",
        Scalar.Long or Scalar.ULong => "b64",
        Scalar.Half => "b16",
        _ => "b32",
    };

    /// <summary>The type that instructions compute it as.</summary>
    public static string Number(Scalar scalar) => scalar switch
    {
        Scalar.Float => "f32",
        Scalar.Long => "s64",
        Scalar.ULong => "u64",
        Scalar.UInt => "u32",
        _ => "s32",
    };

    /// <summary>Its type in memory.</summary>
    public static string Element(Scalar scalar) => scalar switch
    {
        Scalar.SByte => "s8",
        Scalar.Bool or Scalar.Byte => "u8",
        Scalar.Short => "s16",
        Scalar.UShort => "u16",
        Scalar.Half => "b16",
        _ => Number(scalar),
    };

    /// <summary>Its type as an argument.</summary>
    public static string Argument(Scalar scalar) => scalar == Scalar.Bool ? "s32" : Element(scalar);

    /// <summary>The bytes of one in memory.</summary>
    public static int Bytes(Scalar scalar) => scalar == Scalar.Bool ? 1 : new IrType(scalar).Bits / 8;

    /// <summary>Whether its register is wider than itself.</summary>
    public static bool IsSmall(Scalar scalar) => scalar is Scalar.SByte or Scalar.Byte or Scalar.Short or Scalar.UShort;
}
