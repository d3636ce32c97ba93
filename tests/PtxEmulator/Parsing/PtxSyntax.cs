namespace LiVOS.PtxEmulator.Parsing;

/// <summary>An operand as it is written.</summary>
internal abstract record Operand;

/// <summary>A register, a special register, a variable or a label.</summary>
internal sealed record NameOperand(string Name) : Operand;

/// <summary>An integer literal.</summary>
internal sealed record IntegerOperand(Int128 Value) : Operand;

/// <summary>A floating-point literal.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Single">The bits of a literal written as 0f and eight digits; else null.</param>
internal sealed record FloatOperand(double Value, uint? Single) : Operand;

/// <summary><c>[base+offset]</c>.</summary>
internal sealed record AddressOperand(Operand Base, long Offset) : Operand;

/// <summary><c>{a, b, ...}</c>.</summary>
internal sealed record VectorOperand(IReadOnlyList<Operand> Elements) : Operand;

/// <summary><c>a|b</c>: a destination with a second, predicate one.</summary>
internal sealed record PairOperand(Operand First, Operand Second) : Operand;

/// <summary><c>!a</c>.</summary>
internal sealed record NegatedOperand(Operand Predicate) : Operand;

/// <summary>An instruction as it is written.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Opcode">The opcode without modifiers.</param>
/// <param name="Modifiers">The modifiers in their order, without points.</param>
/// <param name="Operands">The operands.</param>
internal sealed record InstructionSyntax(int Line, string Opcode, IReadOnlyList<string> Modifiers, IReadOnlyList<Operand> Operands)
{
    public string Name => string.Join('.', [Opcode, .. Modifiers]);
}
