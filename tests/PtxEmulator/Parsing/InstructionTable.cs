namespace LiVOS.PtxEmulator.Parsing;

/// <summary>The instructions that the emulator knows, and who decodes them.</summary>
internal static class InstructionTable
{
    private static readonly Dictionary<string, Func<InstructionReader, Step>> s_decoders = new()
    {
        ["mov"] = MoveInstructions.Move,
        ["cvta"] = MoveInstructions.ConvertAddress,
        ["cvt"] = ConversionInstructions.Convert,
        ["ld"] = MemoryInstructions.Load,
        ["st"] = MemoryInstructions.Store,
        ["atom"] = MemoryInstructions.Atomic,
        ["red"] = MemoryInstructions.Atomic,
        ["add"] = ByType(IntegerInstructions.Binary, FloatInstructions.Binary),
        ["sub"] = ByType(IntegerInstructions.Binary, FloatInstructions.Binary),
        ["mul"] = ByType(IntegerInstructions.Multiply, FloatInstructions.Binary),
        ["mad"] = ByType(IntegerInstructions.Multiply, FloatInstructions.MultiplyAdd),
        ["fma"] = FloatInstructions.MultiplyAdd,
        ["div"] = ByType(IntegerInstructions.Binary, FloatInstructions.Divide),
        ["rem"] = IntegerInstructions.Binary,
        ["min"] = ByType(IntegerInstructions.Binary, FloatInstructions.Extremum),
        ["max"] = ByType(IntegerInstructions.Binary, FloatInstructions.Extremum),
        ["neg"] = ByType(IntegerInstructions.Unary, FloatInstructions.Unary),
        ["abs"] = ByType(IntegerInstructions.Unary, FloatInstructions.Unary),
        ["copysign"] = FloatInstructions.CopySign,
        ["testp"] = FloatInstructions.TestKind,
        ["sqrt"] = ApproximateInstructions.Unary,
        ["rcp"] = ApproximateInstructions.Unary,
        ["rsqrt"] = ApproximateInstructions.Unary,
        ["ex2"] = ApproximateInstructions.Unary,
        ["lg2"] = ApproximateInstructions.Unary,
        ["sin"] = ApproximateInstructions.Unary,
        ["cos"] = ApproximateInstructions.Unary,
        ["tanh"] = ApproximateInstructions.Unary,
        ["and"] = LogicInstructions.Bitwise,
        ["or"] = LogicInstructions.Bitwise,
        ["xor"] = LogicInstructions.Bitwise,
        ["not"] = LogicInstructions.Bitwise,
        ["shl"] = LogicInstructions.Shift,
        ["shr"] = LogicInstructions.Shift,
        ["setp"] = ComparisonInstructions.Set,
        ["selp"] = ComparisonInstructions.Select,
        ["bra"] = ControlInstructions.Branch,
        ["ret"] = ControlInstructions.End,
        ["exit"] = ControlInstructions.End,
        ["bar"] = ControlInstructions.Barrier,
        ["barrier"] = ControlInstructions.Barrier,
        ["membar"] = ControlInstructions.Fence,
        ["fence"] = ControlInstructions.Fence,
        ["shfl"] = ShuffleInstructions.Shuffle,
        ["mma"] = MatrixInstructions.Multiply,
        ["ldmatrix"] = MatrixInstructions.Load,
        ["cp"] = AsyncCopyInstructions.Decode,
    };

    public static Step Decode(InstructionReader it) => s_decoders.TryGetValue(it.Opcode, out Func<InstructionReader, Step>? decode)
        ? decode(it)
        : throw it.Error("is no instruction, or not known to this emulator.");

    private static Func<InstructionReader, Step> ByType(Func<InstructionReader, Step> integers, Func<InstructionReader, Step> floats) =>
        it => it.LastType is { } type && type.IsFloat() ? floats(it) : integers(it);
}
