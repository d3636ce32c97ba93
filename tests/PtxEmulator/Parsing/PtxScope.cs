namespace LiVOS.PtxEmulator.Parsing;

/// <summary>A declared register, parameter, variable or label.</summary>
internal abstract record Symbol(string Name);

/// <summary>A register, by its number in the kernel.</summary>
internal sealed record RegisterSymbol(string Name, int Index, PtxType Type) : Symbol(Name);

/// <summary>A parameter, by its number.</summary>
internal sealed record ParameterSymbol(string Name, int Index, PtxType Type, int? ArrayBytes = null) : Symbol(Name)
{
    /// <summary>Its size.</summary>
    public int Bytes => ArrayBytes ?? Type.Bytes();
}

/// <summary>A variable in shared memory.</summary>
internal sealed record SharedSymbol(string Name, SharedVariable Variable) : Symbol(Name);

/// <summary>A place in the code; it may be used before it is declared.</summary>
internal sealed record LabelSymbol(string Name, int FirstLine) : Symbol(Name)
{
    /// <summary>The number of the instruction that it stands before; below 0 until it is declared.</summary>
    public int Target { get; set; } = -1;
}

/// <summary>What is declared in one kernel, with what its module declares.</summary>
internal sealed class PtxScope
{
    private readonly Dictionary<string, Symbol> _symbols = [];
    private readonly List<RegisterSymbol> _registers = [];

    public PtxScope()
    {
    }

    public PtxScope(PtxScope module)
    {
        _symbols = new(module._symbols);
        Shared = new(module.Shared);
    }

    public SharedLayout Shared { get; } = new();

    /// <summary>The registers in the order of their numbers.</summary>
    public IReadOnlyList<RegisterSymbol> Registers => _registers;

    public void Declare(Symbol symbol, int line)
    {
        PtxWords.CheckName(symbol.Name, line);
        if (!_symbols.TryAdd(symbol.Name, symbol)) throw new PtxException(line, $"'{symbol.Name}' is declared already, or used as a label before.");
        if (symbol is RegisterSymbol register) _registers.Add(register);
    }

    public Symbol? Find(string name) => _symbols.GetValueOrDefault(name);

    /// <summary>A label as an instruction names it, declared or not yet.</summary>
    public LabelSymbol Label(string name, int line)
    {
        if (!_symbols.TryGetValue(name, out Symbol? symbol))
        {
            symbol = new LabelSymbol(name, line);
            Declare(symbol, line);
        }

        return symbol as LabelSymbol ?? throw new PtxException(line, $"'{name}' is no label.");
    }

    public void PlaceLabel(string name, int target, int line)
    {
        LabelSymbol label = Label(name, line);
        if (label.Target >= 0) throw new PtxException(line, $"Label '{name}' is declared already.");
        label.Target = target;
    }

    /// <summary>Refuses labels that are used and nowhere declared, or stand behind the last instruction.</summary>
    public void CheckLabels(int instructions)
    {
        foreach (LabelSymbol label in _symbols.Values.OfType<LabelSymbol>())
        {
            if (label.Target < 0) throw new PtxException(label.FirstLine, $"Label '{label.Name}' is not declared.");
            if (label.Target >= instructions) throw new PtxException(label.FirstLine, $"No instruction follows label '{label.Name}'.");
        }
    }
}
