using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.OpenCl;

/// <summary>The IR's types in OpenCL C.</summary>
internal static class OpenClTypes
{
    /// <summary>A variable's type.</summary>
    public static string Name(IrType type) => type.IsVector ? $"{Name(type.Element)}{type.Lanes}" : Name(type.Element);

    /// <summary>A scalar's type.</summary>
    public static string Name(Scalar scalar) => scalar switch
    {
        Scalar.Bool => "bool",
        Scalar.SByte => "char",
        Scalar.Byte => "uchar",
        Scalar.Short => "short",
        Scalar.UShort => "ushort",
        Scalar.Int => "int",
        Scalar.UInt => "uint",
        Scalar.Long => "long",
        Scalar.ULong => "ulong",
        Scalar.Half => "half",
        _ => "float",
    };

    /// <summary>The type of an element in memory: C has no bool of a known size.</summary>
    public static string Element(Scalar scalar) => Name(scalar == Scalar.Bool ? Scalar.Byte : scalar);

    /// <summary>An argument's type: C passes no bools.</summary>
    public static string Argument(Scalar scalar) => Name(scalar == Scalar.Bool ? Scalar.Int : scalar);

    /// <summary>The unsigned integer of the same size.</summary>
    public static Scalar Unsigned(Scalar scalar) => scalar is Scalar.Long or Scalar.ULong ? Scalar.ULong : Scalar.UInt;

    /// <summary>Whether C computes with it as an int that has the same value.</summary>
    public static bool Promotes(Scalar scalar) =>
        scalar is Scalar.Bool or Scalar.SByte or Scalar.Byte or Scalar.Short or Scalar.UShort or Scalar.Int;
}
