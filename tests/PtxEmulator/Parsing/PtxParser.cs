using System.Globalization;

namespace LiVOS.PtxEmulator.Parsing;

/// <summary>
/// Reads a module: its head, its shared variables and its kernels. Instructions are decoded where they stand, so registers must be declared before.
/// </summary>
internal sealed class PtxParser(string text)
{
    private const int MostThreads = 1024;

    private readonly List<Token> _tokens = PtxTokens.Of(text);
    private readonly PtxScope _module = new();
    private PtxTarget _target = new(new(1, 0), 0);
    private int _at;

    private Token Next => _tokens[_at];

    public PtxModule Module()
    {
        Head();
        var kernels = new Dictionary<string, PtxKernel>();
        while (Next.Kind != TokenKind.End)
        {
            if (Next.Text is ".extern" or ".shared") SharedVariable(_module, atModule: true);
            else if (Next.Text == ".func" || _tokens[_at + 1].Text == ".func") SkipFunction();
            else
            {
                PtxKernel kernel = Kernel();
                kernels.Add(kernel.Name, kernel);
            }
        }

        return new(_target, kernels);
    }

    private void Head()
    {
        Take(".version");
        int line = Next.Line;
        string number = Take(TokenKind.Number, "a version such as 7.0");
        if (!Version.TryParse(number, out Version? version)) throw new PtxException(line, $"'{number}' is no version of PTX.");
        Take(".target");
        _target = PtxTarget.Of(version, Take(TokenKind.Word, "a target such as sm_80"), line);
        Take(".address_size");
        if (Take(TokenKind.Number, "64") != "64") throw Error("This emulator's addresses have 64 bits: .address_size 64.");
    }

    /// <summary>A function's declaration or body: no kernel can call one here.</summary>
    private void SkipFunction()
    {
        while (Next.Text is not (";" or "{") && Next.Kind != TokenKind.End) _at++;
        if (TakeIf(";")) return;
        int depth = 0;
        do
        {
            if (Next.Kind == TokenKind.End) throw Error("The text ends in a function's body.");
            if (Next.Text == "{") depth++;
            if (Next.Text == "}") depth--;
            _at++;
        }
        while (depth > 0);
    }

    private PtxKernel Kernel()
    {
        TakeIf(".visible");
        Take(".entry");
        int line = Next.Line;
        string name = Take(TokenKind.Word, "the kernel's name");
        var entry = new EntrySymbol(name);
        _module.Declare(entry, line);
        var scope = new PtxScope(_module);
        List<ParameterSymbol> parameters = Parameters(scope);
        int threads = MostThreads;
        while (Next.Text is ".maxntid" or ".reqntid" or ".minnctapersm")
        {
            bool isBlock = _tokens[_at++].Text != ".minnctapersm";
            int count = 1;
            do count *= Count();
            while (TakeIf(","));
            if (isBlock) threads = Math.Min(threads, count);
        }

        return new(name, _target, parameters, scope.Registers, scope.Shared, Body(scope), threads);
    }

    private List<ParameterSymbol> Parameters(PtxScope scope)
    {
        var parameters = new List<ParameterSymbol>();
        if (!TakeIf("(") || TakeIf(")")) return parameters;
        do
        {
            Take(".param");
            if (TakeIf(".align")) Count();
            PtxType type = Type();
            if (TakeIf(".ptr"))
            {
                TakeIf(".global");
                if (TakeIf(".align")) Count();
            }

            int line = Next.Line;
            string name = Take(TokenKind.Word, "a parameter's name");
            if (type == PtxType.Pred) throw new PtxException(line, "A parameter cannot be a predicate.");
            int? bytes = null;
            if (TakeIf("["))
            {
                bytes = checked(Count() * type.Bytes());
                Take("]");
            }

            var parameter = new ParameterSymbol(name, parameters.Count, type, bytes);
            scope.Declare(parameter, line);
            parameters.Add(parameter);
        }
        while (TakeIf(","));
        Take(")");
        return parameters;
    }

    private Instruction[] Body(PtxScope scope)
    {
        var code = new List<Instruction>();
        bool ends = false;
        Take("{");
        while (!TakeIf("}"))
        {
            int line = Next.Line;
            switch (Next.Text)
            {
                case ".reg": Registers(scope); break;
                case ".shared": SharedVariable(scope, atModule: false); break;
                case "{": throw Error("Blocks inside a kernel's body are not known to this emulator.");
                default:
                    if (Next.Kind == TokenKind.Word && _tokens[_at + 1].Text == ":")
                    {
                        scope.PlaceLabel(Next.Text, code.Count, line);
                        _at += 2;
                        break;
                    }

                    Instruction instruction = Instruction(scope);
                    ends = instruction is { Guard: null, Text: "ret" or "exit" or "bra" or "bra.uni" };
                    code.Add(instruction);
                    break;
            }
        }

        scope.CheckLabels(code.Count);
        if (!ends) throw new PtxException(_tokens[_at - 1].Line, "The kernel's end is reached without ret.");
        return [.. code];
    }

    private void Registers(PtxScope scope)
    {
        Take(".reg");
        if (Next.Text is ".v2" or ".v4") throw Error("Vector registers are not known to this emulator.");
        PtxType type = Type();
        do
        {
            int line = Next.Line;
            string name = Take(TokenKind.Word, "a register's name");
            if (!TakeIf("<")) scope.Declare(new RegisterSymbol(name, scope.Registers.Count, type), line);
            else
            {
                int count = Count();
                Take(">");
                for (int i = 0; i < count; i++) scope.Declare(new RegisterSymbol($"{name}{i}", scope.Registers.Count, type), line);
            }
        }
        while (TakeIf(","));
        Take(";");
    }

    private void SharedVariable(PtxScope scope, bool atModule)
    {
        bool isExtern = atModule && TakeIf(".extern");
        Take(".shared");
        int? given = TakeIf(".align") ? Count() : null;
        PtxType type = Type();
        if (type == PtxType.Pred) throw Error("A variable cannot be a predicate.");
        int alignment = given ?? type.Bytes();
        if (!int.IsPow2(alignment)) throw Error($"An alignment of {alignment} is no power of two.");
        if (alignment < type.Bytes()) throw Error($"An alignment of {alignment} is less than that of {type.Suffix()}.");
        int line = Next.Line;
        string name = Take(TokenKind.Word, "a variable's name");
        int? bytes = type.Bytes();
        while (TakeIf("["))
        {
            if (Next.Text == "]") bytes = null;
            else bytes = checked(bytes * Count());
            Take("]");
        }

        Take(";");
        if (bytes is null != isExtern)
            throw new PtxException(line, $"'{name}': exactly the .extern variables, at module level, are arrays without a length.");
        scope.Declare(new SharedSymbol(name, scope.Shared.Add(name, bytes, alignment, line)), line);
    }

    private Instruction Instruction(PtxScope scope)
    {
        NameOperand? guard = null;
        bool isNegated = false;
        int line = Next.Line;
        if (TakeIf("@"))
        {
            isNegated = TakeIf("!");
            guard = new(Take(TokenKind.Word, "a predicate"));
        }

        string[] words = Take(TokenKind.Word, "an instruction").Split('.');
        var operands = new List<Operand>();
        if (Next.Text != ";")
        {
            do operands.Add(Operand());
            while (TakeIf(","));
        }

        Take(";");
        var syntax = new InstructionSyntax(line, words[0], words[1..], operands);
        var reader = new InstructionReader(syntax, scope, _target);
        PredicateSource? predicate = guard is null ? null : reader.Predicate(guard, isNegated);
        return new(line, syntax.Name, predicate, InstructionTable.Decode(reader));
    }

    private Operand Operand()
    {
        if (TakeIf("!")) return new NegatedOperand(Operand());
        if (TakeIf("{"))
        {
            var elements = new List<Operand>();
            do elements.Add(Operand());
            while (TakeIf(","));
            Take("}");
            return new VectorOperand(elements);
        }

        if (TakeIf("["))
        {
            Operand address = Operand();
            long offset = TakeIf("+") ? Offset() : Next.Text == "-" ? Offset() : 0;
            Take("]");
            return new AddressOperand(address, offset);
        }

        if (Next.Kind != TokenKind.Word) return Number();
        var name = new NameOperand(_tokens[_at++].Text);
        return TakeIf("|") ? new PairOperand(name, Operand()) : name;
    }

    private long Offset() => Number() is IntegerOperand { Value: var value } && value >= int.MinValue && value <= int.MaxValue
        ? (long)value
        : throw Error("An address's offset must be an integer of 32 bits.");

    private Operand Number()
    {
        bool isNegative = TakeIf("-");
        int line = Next.Line;
        string number = Take(TokenKind.Number, "an operand");
        return Literals.Parse(number, isNegative) ?? throw new PtxException(line, $"'{number}' is no number of PTX.");
    }

    private PtxType Type()
    {
        string word = Take(TokenKind.Word, "a type");
        PtxType? type = word[0] == '.' ? PtxTypes.Parse(word[1..]) : null;
        return type is { } known and not PtxType.F16x2 ? known : throw Error($"'{word}' is no type of a declaration.");
    }

    private int Count()
    {
        string number = Take(TokenKind.Number, "a positive number");
        bool isNumber = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        return isNumber && count > 0 ? count : throw Error($"'{number}' is no positive number.");
    }

    private string Take(TokenKind kind, string what) =>
        Next.Kind == kind ? _tokens[_at++].Text : throw Error($"'{Next.Text}' stands where {what} must be.");

    private void Take(string word)
    {
        if (!TakeIf(word)) throw Error($"'{Next.Text}' stands where '{word}' must be.");
    }

    private bool TakeIf(string word)
    {
        if (Next.Text != word || Next.Kind is TokenKind.End) return false;
        _at++;
        return true;
    }

    private PtxException Error(string what) => new(Next.Line, what);

    private sealed record EntrySymbol(string Name) : Symbol(Name);
}
