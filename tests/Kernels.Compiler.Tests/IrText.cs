using System.Globalization;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>Writes the intermediate representation as short text. Variables that share a name are told apart by a number.</summary>
internal sealed class IrText
{
    private readonly List<string> _lines = [];
    private readonly Dictionary<Variable, string> _names = [];
    private readonly Dictionary<string, int> _variablesOf = []; // each name
    private int _depth;

    public static string Of(KernelFunction kernel)
    {
        var text = new IrText();
        text.Lines(kernel.Body.Statements);
        return string.Join('\n', text._lines);
    }

    private void Lines(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements) Line(statement);
    }

    private void Line(Statement statement)
    {
        switch (statement)
        {
            case Block block:
                Add(block.Origin is null ? "{" : $"{{ // {block.Origin}");
                Inside(block);
                Add("}");
                break;
            case If branch:
                Add($"if {Text(branch.Condition)}");
                Inside(branch.Then);
                if (branch.Else is null) break;
                Add("else");
                Inside(branch.Else);
                break;
            case For loop:
                Add($"for ({string.Join(", ", loop.Initial.Select(Text))}; {(loop.Condition is null ? "" : Text(loop.Condition))}; "
                    + $"{string.Join(", ", loop.Steps.Select(Text))})");
                Inside(loop.Body);
                break;
            case DoWhile loop:
                Add("do");
                Inside(loop.Body);
                Add($"while {Text(loop.Condition)}");
                break;
            default:
                Add(Text(statement));
                break;
        }
    }

    private void Inside(Block block)
    {
        _depth++;
        Lines(block.Statements);
        _depth--;
    }

    private void Add(string line) => _lines.Add(new string(' ', 2 * _depth) + line);

    private string Text(Statement statement) => statement switch
    {
        Declare { Initial: { } initial } declare => $"{Text(declare.Variable.Type)} {Name(declare.Variable)} = {Text(initial)}",
        Declare declare => $"{Text(declare.Variable.Type)} {Name(declare.Variable)}",
        Assign assign => $"{Name(assign.Variable)} = {Text(assign.Value)}",
        Store { Value.Type.IsVector: true } store => $"{store.Memory.Name}[{Text(store.Index)}..] = {Text(store.Value)}",
        Store store => $"{store.Memory.Name}[{Text(store.Index)}] = {Text(store.Value)}",
        AtomicAdd { Before: null } atomic => $"atomic {atomic.Memory.Name}[{Text(atomic.Index)}] += {Text(atomic.Value)}",
        AtomicAdd atomic => $"{Name(atomic.Before)} = atomic {atomic.Memory.Name}[{Text(atomic.Index)}] += {Text(atomic.Value)}",
        Shuffle shuffle => $"{Name(shuffle.Result)} = shuffle {Text(shuffle.Value)} from {Text(shuffle.Lane)}",
        LoadMatrices load => $"{string.Join(", ", load.Results.Select(Name))} = matrices {load.Memory.Name}[{Text(load.Row)}..]",
        MultiplyMatrices multiply => $"{Name(multiply.Result)} = {multiply.Kind} ({string.Join(", ", multiply.Left.Select(Text))}) "
            + $"({string.Join(", ", multiply.Right.Select(Text))}) + {Text(multiply.Sums)}",
        BeginCopy copy => $"copy {copy.To.Name}[{Text(copy.ToIndex)}..] = {copy.From.Name}[{Text(copy.FromIndex)}..] if {Text(copy.Exists)}",
        WaitForCopies wait => $"wait {wait.Pending}",
        _ => statement.GetType().Name.ToLowerInvariant(),
    };

    private string Text(Expression expression) => expression switch
    {
        Constant { Value: bool truth } => truth ? "true" : "false",
        Constant { Value: float number } constant => number.ToString(CultureInfo.InvariantCulture) + "f"
            + (constant.Type.IsVector ? $"x{constant.Type.Lanes}" : ""),
        Constant constant => Convert.ToString(constant.Value, CultureInfo.InvariantCulture)! + (constant.Type.Bits == 64 ? "L" : ""),
        Read read => Name(read.Variable),
        Load { Type.IsVector: true } load => $"{load.Memory.Name}[{Text(load.Index)}..]",
        Load load => $"{load.Memory.Name}[{Text(load.Index)}]",
        Unary unary => $"{Symbol(unary.Operator)}{Text(unary.Operand)}",
        Binary binary => $"({Text(binary.Left)} {Symbol(binary.Operator)} {Text(binary.Right)})",
        Conversion conversion => $"{Text(conversion.Type)}({Text(conversion.Operand)})",
        VectorOf vector => $"({string.Join(", ", vector.Lanes.Select(Text))})",
        LaneOf lane => $"{Text(lane.Vector)}.{"XYZW"[lane.Number]}",
        Splat splat => $"splat({Text(splat.Operand)})",
        Select select => $"({Text(select.Condition)} ? {Text(select.WhenTrue)} : {Text(select.WhenFalse)})",
        Call { Function: Function.BitCast } call => $"bits<{Text(call.Type)}>({Text(call.Arguments[0])})",
        Call call => $"{call.Function}({string.Join(", ", call.Arguments.Select(Text))})",
        Position { Place: BuiltInIndex.Item or BuiltInIndex.LaneInWarp or BuiltInIndex.WarpSize } position => position.Place.ToString(),
        Position position => $"{position.Place}.{"XYZ"[position.Axis]}",
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    private static string Text(IrType type) => type.Element.ToString().ToLowerInvariant()
        + (type.IsVector ? type.Lanes.ToString(CultureInfo.InvariantCulture) : "");

    private string Name(Variable variable)
    {
        if (_names.TryGetValue(variable, out string? name)) return name;
        int number = _variablesOf[variable.Name] = _variablesOf.GetValueOrDefault(variable.Name) + 1;
        return _names[variable] = number == 1 ? variable.Name : $"{variable.Name}'{number}";
    }

    private static string Symbol(UnaryOperator op) => op switch
    {
        UnaryOperator.Negate => "-",
        UnaryOperator.Not => "!",
        _ => "~",
    };

    private static string Symbol(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Remainder => "%",
        BinaryOperator.And => "&",
        BinaryOperator.Or => "|",
        BinaryOperator.Xor => "^",
        BinaryOperator.ShiftLeft => "<<",
        BinaryOperator.ShiftRight => ">>",
        BinaryOperator.ShiftRightUnsigned => ">>>",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.AndAlso => "&&",
        _ => "||",
    };
}
