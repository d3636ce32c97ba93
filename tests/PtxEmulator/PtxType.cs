namespace LiVOS.PtxEmulator;

/// <summary>The fundamental types of PTX.</summary>
internal enum PtxType
{
    Pred,
    B8,
    B16,
    B32,
    B64,
    U8,
    U16,
    U32,
    U64,
    S8,
    S16,
    S32,
    S64,
    F16,
    F16x2,
    F32,
    F64,
}

/// <summary>Sizes and kinds of types, and which registers hold what.</summary>
internal static class PtxTypes
{
    /// <summary>The type of a suffix without its point; null if it is none.</summary>
    public static PtxType? Parse(string suffix)
    {
        bool isWord = suffix.Length > 0 && char.IsAsciiLetterLower(suffix[0]);
        return isWord && Enum.TryParse(char.ToUpperInvariant(suffix[0]) + suffix[1..], out PtxType type) ? type : null;
    }

    public static string Suffix(this PtxType type) => "." + type.ToString().ToLowerInvariant();

    public static int Bits(this PtxType type) => type switch
    {
        PtxType.Pred => 1,
        PtxType.B8 or PtxType.U8 or PtxType.S8 => 8,
        PtxType.B16 or PtxType.U16 or PtxType.S16 or PtxType.F16 => 16,
        PtxType.B64 or PtxType.U64 or PtxType.S64 or PtxType.F64 => 64,
        _ => 32,
    };

    public static int Bytes(this PtxType type) => type.Bits() / 8;

    public static bool IsUntyped(this PtxType type) => type is >= PtxType.B8 and <= PtxType.B64;

    public static bool IsSigned(this PtxType type) => type is >= PtxType.S8 and <= PtxType.S64;

    public static bool IsFloat(this PtxType type) => type >= PtxType.F16;

    /// <summary>Whether it is a signed or unsigned integer.</summary>
    public static bool IsInteger(this PtxType type) => type is >= PtxType.U8 and <= PtxType.S64;

    /// <summary>Whether a register may be an operand of an instruction's type: the PTX ISA's tables of operand types and of relaxed type checking.</summary>
    /// <param name="register">The register's type.</param>
    /// <param name="instruction">The instruction's type.</param>
    /// <param name="wider">Whether the instruction (ld, st, cvt) also takes registers wider than its type.</param>
    public static bool Holds(this PtxType register, PtxType instruction, bool wider)
    {
        if (register == PtxType.Pred || instruction == PtxType.Pred) return register == instruction;
        if (register.Bits() != instruction.Bits())
            return wider && register.Bits() > instruction.Bits() && (instruction.IsFloat() ? register.IsUntyped() : !register.IsFloat());
        return register == instruction || register.IsUntyped() || instruction.IsUntyped() || (register.IsInteger() && instruction.IsInteger());
    }
}
