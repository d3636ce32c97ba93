namespace LiVOS.PtxEmulator.Parsing;

/// <summary>
/// Reads one instruction for its decoder: the modifiers from left to right, then the operands from left to right.
/// What does not fit the instruction's types, or is left over, is an error.
/// </summary>
internal sealed class InstructionReader(InstructionSyntax syntax, PtxScope scope, PtxTarget target)
{
    private int _modifier, _operand;

    public string Opcode => syntax.Opcode;

    /// <summary>How many operands are left.</summary>
    public int OperandsLeft => syntax.Operands.Count - _operand;

    /// <summary>The operand that is read next.</summary>
    public Operand? Next => OperandsLeft > 0 ? syntax.Operands[_operand] : null;

    /// <summary>The type that the last modifier names; null if it names none.</summary>
    public PtxType? LastType => syntax.Modifiers.Count > 0 ? PtxTypes.Parse(syntax.Modifiers[^1]) : null;

    public PtxTarget Target => target;

    public PtxException Error(string what) => new(syntax.Line, $"{syntax.Name}: {what}");

    /// <summary>Refuses a form of the instruction that the module's version or target does not have.</summary>
    public void Requires(int sm, int major, int minor, string? what = null) => target.Require(sm, new(major, minor), what ?? syntax.Name, syntax.Line);

    /// <summary>Takes a modifier if it comes next.</summary>
    public bool Takes(string modifier) => TakesAny(modifier) is not null;

    /// <summary>Takes whichever of the modifiers comes next; null if none does.</summary>
    public string? TakesAny(params ReadOnlySpan<string> modifiers) =>
        _modifier < syntax.Modifiers.Count && modifiers.Contains(syntax.Modifiers[_modifier]) ? syntax.Modifiers[_modifier++] : null;

    /// <summary>Takes one of the modifiers, which must come next.</summary>
    public string Needs(params ReadOnlySpan<string> modifiers) => TakesAny(modifiers) ?? throw Misplaced("." + string.Join(" or .", modifiers.ToArray()));

    /// <summary>Takes a type, which must come next and be among the allowed ones.</summary>
    public PtxType Type(params ReadOnlySpan<PtxType> allowed)
    {
        PtxType? type = _modifier < syntax.Modifiers.Count ? PtxTypes.Parse(syntax.Modifiers[_modifier]) : null;
        if (type is not { } known || !allowed.Contains(known)) throw Misplaced(string.Join(" or ", allowed.ToArray().Select(PtxTypes.Suffix)));
        _modifier++;
        return known;
    }

    /// <summary>Ends the modifiers and says how many operands there must be.</summary>
    public void Operands(int least, int? most = null)
    {
        if (_modifier < syntax.Modifiers.Count) throw Error($"'.{syntax.Modifiers[_modifier]}' is no modifier here, or not known to this emulator.");
        if (OperandsLeft < least || OperandsLeft > (most ?? least))
            throw Error($"has {OperandsLeft} operands instead of {least}{(most is null ? "" : $" to {most}")}.");
    }

    /// <summary>A register to write.</summary>
    public Target Written(PtxType type, bool wider = false) => Written(Take(), type, wider);

    /// <summary>As many registers to write as a vector has; of ld, which takes wider ones, a vector of one stands without braces, of others in them.</summary>
    public Target[] Written(int count, PtxType type, bool wider = false) =>
        [.. Elements(count, count > 1 || !wider).Select(element => Written(element, type, wider))];

    /// <summary>A value to read.</summary>
    public Source Read(PtxType type, bool wider = false) => Read(Take(), type, wider);

    /// <summary>As many values to read as a vector has.</summary>
    public Source[] Read(int count, PtxType type, bool wider = false) =>
        [.. Elements(count, count > 1 || !wider).Select(element => Read(element, type, wider))];

    /// <summary>A predicate to read; it may be negated where the instruction allows that.</summary>
    public PredicateSource Predicate(bool mayNegate = false)
    {
        Operand operand = Take();
        bool isNegated = operand is NegatedOperand;
        if (isNegated && !mayNegate) throw Error("its predicate cannot be negated.");
        return Predicate(operand is NegatedOperand negated ? negated.Predicate : operand, isNegated);
    }

    public PredicateSource Predicate(Operand operand, bool isNegated) => new(Register(operand, PtxType.Pred, false).Index, isNegated);

    public PredicateTarget WrittenPredicate() => WrittenPredicate(Take());

    /// <summary>One or two destinations: <c>d</c> or <c>d|p</c>.</summary>
    public (Operand First, PredicateTarget? Second) Pair()
    {
        Operand operand = Take();
        return operand is PairOperand pair ? (pair.First, WrittenPredicate(pair.Second)) : (operand, null);
    }

    public PredicateTarget WrittenPredicate(Operand operand) => new(Register(operand, PtxType.Pred, false).Index);

    public Target Written(Operand operand, PtxType type, bool wider = false)
    {
        RegisterSymbol register = Register(operand, type, wider);
        return new(register.Index, register.Type.Bits());
    }

    /// <summary>The label of a branch.</summary>
    public LabelSymbol Label() => Take() is NameOperand name ? scope.Label(name.Name, syntax.Line) : throw Error("its operand must be a label.");

    /// <summary>A number that the instruction itself holds.</summary>
    public int Immediate(int least, int most) => Take() is IntegerOperand { Value: var value } && value >= least && value <= most
        ? (int)value
        : throw Error($"an operand must be a number from {least} to {most}.");

    /// <summary>The address of an access of so many bytes.</summary>
    public Address Address(PtxSpace space, int bytes)
    {
        Accesses(space, bytes);
        return Address(space);
    }

    /// <summary>Tells the kernel's shared memory in which steps it is accessed.</summary>
    public void Accesses(PtxSpace space, int bytes)
    {
        if (space == PtxSpace.Shared) scope.Shared.Accesses(bytes);
    }

    /// <summary>The address of an access whose size the instruction gives later.</summary>
    public Address Address(PtxSpace space)
    {
        if (Take() is not AddressOperand address) throw Error("its address must stand in brackets.");
        switch (address.Base)
        {
            case NameOperand { Name: var name } when scope.Find(name) is SharedSymbol shared:
                if (space != PtxSpace.Shared) throw Error($"'{name}' lies in shared memory.");
                return new(Source.Of((ulong)shared.Variable.Address, 64), address.Offset);
            case NameOperand { Name: var name } when scope.Find(name) is RegisterSymbol register:
                if (register.Type.IsFloat() || register.Type.Bits() is not (32 or 64))
                    throw Error($"'{name}' is {register.Type.Suffix()} and cannot be an address.");
                return new(Source.Register(register), address.Offset);
            default:
                throw Error("its address must be a declared register or variable, and an offset.");
        }
    }

    /// <summary>The parameter that an instruction reads; the emulator knows no parts of one.</summary>
    public (ParameterSymbol Parameter, int Offset) Parameter(PtxType type)
    {
        if (Take() is not AddressOperand { Base: NameOperand { Name: var name }, Offset: var offset })
            throw Error("its operand must be a parameter in brackets.");
        if (scope.Find(name) is not ParameterSymbol parameter) throw Error($"'{name}' is not declared as a parameter.");
        bool fits = parameter.ArrayBytes is { } bytes
            ? offset >= 0 && offset + type.Bytes() <= bytes && offset % type.Bytes() == 0
            : offset == 0 && parameter.Type.Bits() == type.Bits();
        if (!fits) throw Error($"reads {type.Suffix()} at {offset} of '{name}', which is {parameter.Type.Suffix()} of {parameter.Bytes} bytes.");
        return (parameter, (int)offset);
    }

    /// <summary>A special register or the address of a shared variable, which only mov reads; null if the operand is neither.</summary>
    public Source? ReadNamed(PtxType type)
    {
        if (Next is not NameOperand { Name: var name }) return null;
        if (SpecialRegisters.Find(name) is >= 0 and var special)
        {
            if (!PtxType.U32.Holds(type, wider: false)) throw Error($"'{name}' is .u32.");
            _operand++;
            return Source.Special(special);
        }

        if (scope.Find(name) is not SharedSymbol shared) return null;
        if (type.IsFloat() || type.Bits() < 32) throw Error($"the address of '{name}' needs a type of 32 or 64 bits.");
        _operand++;
        return Source.Of((ulong)shared.Variable.Address, type.Bits());
    }

    private Source Read(Operand operand, PtxType type, bool wider) => operand switch
    {
        IntegerOperand integer => Source.Of(Bits(integer.Value, type), type.Bits()),
        FloatOperand number => Source.Of(Bits(number, type), type.Bits()),
        _ => Source.Register(Register(operand, type, wider)),
    };

    private ulong Bits(Int128 value, PtxType type)
    {
        if (type.IsFloat()) throw Error($"an integer stands where a {type.Suffix()} must be.");
        Int128 end = Int128.One << type.Bits();
        if (value < -(end / 2) || value >= end) throw Error($"{value} does not fit {type.Suffix()}.");
        return (ulong)(value & (end - 1));
    }

    private ulong Bits(FloatOperand number, PtxType type) => type switch
    {
        PtxType.F32 => number.Single ?? BitConverter.SingleToUInt32Bits((float)number.Value),
        PtxType.B32 when number.Single is { } bits => bits,
        PtxType.F64 => BitConverter.DoubleToUInt64Bits(number.Value),
        _ => throw Error($"a floating-point number stands where a {type.Suffix()} must be."),
    };

    private RegisterSymbol Register(Operand operand, PtxType type, bool wider)
    {
        if (operand is not NameOperand { Name: var name }) throw Error("a register must stand where there is none.");
        if (SpecialRegisters.Find(name) >= 0) throw Error($"only mov reads {name}.");
        return scope.Find(name) switch
        {
            RegisterSymbol register when register.Type.Holds(type, wider) => register,
            RegisterSymbol register => throw Error($"{name} is {register.Type.Suffix()} and does not fit {type.Suffix()}."),
            null => throw Error($"'{name}' is not declared."),
            _ => throw Error($"'{name}' is no register."),
        };
    }

    private IReadOnlyList<Operand> Elements(int count, bool inBraces)
    {
        Operand operand = Take();
        IReadOnlyList<Operand> elements = operand is VectorOperand vector ? vector.Elements : [operand];
        if (operand is VectorOperand != inBraces || elements.Count != count)
            throw Error(!inBraces ? "a vector stands where one register must be." : $"a vector of {count} must stand where there are {elements.Count}.");
        return elements;
    }

    private Operand Take() => _operand < syntax.Operands.Count ? syntax.Operands[_operand++] : throw Error("an operand is missing.");

    private PtxException Misplaced(string expected) =>
        Error(_modifier < syntax.Modifiers.Count ? $"'.{syntax.Modifiers[_modifier]}' stands where {expected} must be." : $"{expected} is missing.");
}
