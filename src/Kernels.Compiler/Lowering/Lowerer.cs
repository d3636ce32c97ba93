using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>
/// Lowers one kernel. Each C# expression becomes a <see cref="Value"/> without side effects. Its side effects become statements,
/// which are added to the current list before the expression's own statement.
/// </summary>
internal sealed partial class Lowerer(Compilation compilation, CallFrame kernel, string name, int lanes, CancellationToken cancellation)
{
    private readonly List<DiagnosticInfo> _problems = [];
    private readonly bool _overItems = kernel.Method.Parameters.Length > 0 && KernelTypes.IsIndex(kernel.Method.Parameters[0].Type);

    /// <summary>Variables that keep the value that they are declared with.</summary>
    private readonly HashSet<Variable> _stable = [];

    private List<Statement> _out = [];
    private CallFrame _frame = kernel;
    private int _loops;
    private bool _failed;

    public (KernelFunction? Kernel, IReadOnlyList<DiagnosticInfo> Problems) Run()
    {
        var arguments = new List<Argument>();
        Try(() =>
        {
            foreach (IParameterSymbol parameter in _frame.Method.Parameters) AddParameter(parameter, arguments);
        });
        if (!_failed) LowerStatements(_frame.Body.Statements);
        if (_failed) return (null, _problems);
        return (new(_frame.Method.ContainingType.Name, name, _overItems, lanes, arguments, new Block(_out)), _problems);
    }

    private void AddParameter(IParameterSymbol parameter, List<Argument> arguments)
    {
        if (_overItems && parameter.Ordinal == 0)
        {
            _frame.Storages[parameter] = DeclareStorage(
                parameter.Name, new ScalarLayout(IrType.Int), new ScalarValue(new Position(BuiltInIndex.Item)), _frame.IsAssigned(parameter));
            return;
        }

        ITypeSymbol type = Resolve(parameter.Type);
        TypeLayout shape = TypeLayout.Of(type) ?? throw new LoweringException(DiagnosticInfo.At(
            parameter.Locations[0], Diagnostics.UnknownType, type.ToDisplayString(), TypeLayout.Advice(type)));
        Value value = AddArguments(parameter.Name, shape, arguments);
        _frame.Storages[parameter] = _frame.IsAssigned(parameter) ? DeclareStorage(parameter.Name, shape, value, mutable: true) : new FixedStorage(value);
    }

    private Value AddArguments(string name, TypeLayout shape, List<Argument> arguments)
    {
        switch (shape)
        {
            case ViewLayout view:
                var memory = new Memory(name, view.Element, MemorySpace.Buffer);
                arguments.Add(new BufferArgument(memory));
                return new ViewValue(memory, ExpressionFactory.Int(0));
            case StructLayout structure:
                return new StructValue([.. structure.Fields.Select(field => AddArguments($"{name}_{field.Name}", field.Layout, arguments))]);
            default:
                var variable = new Variable(name, ((ScalarLayout)shape).Type);
                _stable.Add(variable);
                arguments.Add(new ScalarArgument(variable));
                return new ScalarValue(new Read(variable));
        }
    }

    /// <summary>Runs one step. If it fails, notes the problem and continues, so that all problems are reported at once.</summary>
    private bool Try(System.Action step)
    {
        cancellation.ThrowIfCancellationRequested();
        (List<Statement> statements, CallFrame frame, int loops) = (_out, _frame, _loops);
        try
        {
            step();
            return true;
        }
        catch (LoweringException refusal)
        {
            (_out, _frame, _loops) = (statements, frame, loops);
            _failed = true;
            if (refusal.Problem is { } problem && !_problems.Contains(problem)) _problems.Add(problem);
            return false;
        }
    }

    /// <summary>The statements that a step adds, in a list of their own.</summary>
    private List<Statement> Capture(System.Action step)
    {
        List<Statement> outer = _out;
        _out = [];
        try
        {
            step();
            return _out;
        }
        finally
        {
            _out = outer;
        }
    }

    private ITypeSymbol Resolve(ITypeSymbol type) => _frame.Resolve(type, compilation);

    private TypeLayout LayoutOf(ITypeSymbol? type, IOperation place)
    {
        if (type is null or IErrorTypeSymbol) throw new LoweringException();
        ITypeSymbol resolved = Resolve(type);
        return TypeLayout.Of(resolved) ?? throw LoweringException.At(place, Diagnostics.UnknownType, resolved.ToDisplayString(), TypeLayout.Advice(resolved));
    }

    private IrType TypeOf(IOperation operation) =>
        LayoutOf(operation.Type, operation) is ScalarLayout scalar
            ? scalar.Type
            : throw LoweringException.At(operation, Diagnostics.UnknownConstruct, "arithmetic on this type", "use its fields");

    /// <summary>A new variable with a value.</summary>
    private Read Keep(string name, Expression value)
    {
        var variable = new Variable(name, value.Type);
        _stable.Add(variable);
        _out.Add(new Declare(variable, value));
        return new(variable);
    }

    /// <summary>The same value, cheap enough to be written several times.</summary>
    private Expression Reuse(string name, Expression value) => value is Constant or Read ? value : Keep(name, value);
}
