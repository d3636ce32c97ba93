namespace LiVOS.Kernels.Compiler.Ir;

/// <summary>The type of one element or lane.</summary>
internal enum Scalar
{
    Bool,
    SByte,
    Byte,
    Short,
    UShort,
    Int,
    UInt,
    Long,
    ULong,
    Float,

    /// <summary>16 bits of a float, in memory only: a <see cref="Load"/> gives a float, a <see cref="Store"/> rounds one to the nearest half.</summary>
    Half,
}

/// <summary>The type of a value: a scalar, or a vector of floats. A vector of one lane is a scalar.</summary>
/// <param name="Element">The type of each lane.</param>
/// <param name="Lanes">1, 4, 8 or 16.</param>
internal readonly record struct IrType(Scalar Element, int Lanes = 1)
{
    public static IrType Bool => new(Scalar.Bool);

    public static IrType Int => new(Scalar.Int);

    public static IrType Float => new(Scalar.Float);

    public bool IsVector => Lanes > 1;

    public bool IsInteger => Element is not (Scalar.Bool or Scalar.Float or Scalar.Half);

    /// <summary>Whether it is an integer that can be below zero.</summary>
    public bool IsSigned => Element is Scalar.SByte or Scalar.Short or Scalar.Int or Scalar.Long;

    /// <summary>The bits of one lane; a bool has 1.</summary>
    public int Bits => Element switch
    {
        Scalar.Bool => 1,
        Scalar.SByte or Scalar.Byte => 8,
        Scalar.Short or Scalar.UShort or Scalar.Half => 16,
        Scalar.Long or Scalar.ULong => 64,
        _ => 32,
    };
}
