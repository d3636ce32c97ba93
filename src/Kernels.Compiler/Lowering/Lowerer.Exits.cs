using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Lists of statements. A <c>return</c> exits an inlined method, and a <c>break</c> a <c>switch</c>, without a jump: the
/// statements after it move into the other branch, and loops and other cases use a flag.</summary>
internal sealed partial class Lowerer
{
    private void LowerStatements(IReadOnlyList<IOperation> statements)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            IOperation statement = statements[i];
            List<ExitScope> left = RegionsLeftBy(statement);
            if (left.Count > 0 && i + 1 < statements.Count && CanComplete(statement))
            {
                Try(() => LowerLeaving(statement, [.. statements.Skip(i + 1)], left));
                return;
            }

            Try(() => LowerStatement(statement));
            if (!CanComplete(statement)) return;
        }
    }

    /// <summary>A statement that may exit a scope, and the statements after it.</summary>
    private void LowerLeaving(IOperation statement, ImmutableArray<IOperation> rest, List<ExitScope> left)
    {
        if (statement is IBlockOperation block)
        {
            LowerStatements(block.Operations.AddRange(rest));
            return;
        }

        if (statement is IConditionalOperation branch && left.Any(region => _loops == region.Loops))
        {
            Expression condition = ScalarOf(branch.Condition);
            ImmutableArray<IOperation> whenTrue = ListOf(branch.WhenTrue), whenFalse = ListOf(branch.WhenFalse);
            bool trueGoesOn = whenTrue.All(CanComplete), falseGoesOn = whenFalse.All(CanComplete);
            if (condition is Constant)
            {
                ImmutableArray<IOperation> taken = ExpressionFactory.IsTrue(condition) ? whenTrue : whenFalse;
                LowerStatements(taken.AddRange(rest));
                return;
            }

            if (!trueGoesOn || !falseGoesOn)
            {
                AddIf(
                    condition,
                    Capture(() => LowerStatements(trueGoesOn ? whenTrue.AddRange(rest) : whenTrue)),
                    Capture(() => LowerStatements(falseGoesOn ? whenFalse.AddRange(rest) : whenFalse)));
                return;
            }

            List<Statement> Branch(ImmutableArray<IOperation> statements) => Capture(() => WithoutTail(left, () => LowerStatements(statements)));
            AddIf(condition, Branch(whenTrue), Branch(whenFalse));
        }
        else
        {
            WithoutTail(left, () => LowerStatement(statement));
        }

        // An exit inside a loop of the scope also left that loop; otherwise the rest runs if no statement exited.
        Expression goesOn = ExpressionFactory.Bool(true);
        foreach (ExitScope region in left)
            if (region.Flag is { } flag && _loops == region.Loops)
                goesOn = ExpressionFactory.Binary(BinaryOperator.AndAlso, goesOn, ExpressionFactory.Not(new Read(flag)));
        if (ExpressionFactory.IsTrue(goesOn)) LowerStatements(rest);
        else AddIf(goesOn, Capture(() => LowerStatements(rest)), []);
    }

    private static void WithoutTail(List<ExitScope> regions, System.Action step)
    {
        bool[] tails = [.. regions.Select(region => region.Tail)];
        foreach (ExitScope region in regions) region.Tail = false;
        step();
        for (int i = 0; i < tails.Length; i++) regions[i].Tail = tails[i];
    }

    private void Leave(ExitScope region)
    {
        bool inLoop = _loops > region.Loops;
        if (inLoop || !region.Tail) _out.Add(new Assign(region.NeedFlag(), ExpressionFactory.Bool(true)));
        if (inLoop) _out.Add(new Break());
    }

    /// <summary>Behind a loop in another loop: who left a region around both leaves the outer one too.</summary>
    private void LeaveOuterLoops(IOperation loop)
    {
        foreach (ExitScope region in RegionsLeftBy(loop))
            if (region.Flag is { } flag && _loops > region.Loops) AddIf(new Read(flag), [new Break()], []);
    }

    /// <summary>Adds a region's statements, and its flag where one is needed.</summary>
    private void AddExitScope(ExitScope region, List<Statement> statements, string? origin)
    {
        if (region.Flag is { } flag) statements.Insert(0, new Declare(flag, ExpressionFactory.Bool(false)));
        if (origin is null && region.Flag is null) _out.AddRange(statements);
        else if (statements.Count > 0) _out.Add(new Block(statements, origin));
    }

    private List<ExitScope> RegionsLeftBy(IOperation statement)
    {
        var regions = new List<ExitScope>();
        if (_frame.Returns is null && _frame.Switches.Count == 0) return regions;
        foreach (IOperation operation in Own(statement))
        {
            ExitScope? region = operation switch
            {
                IReturnOperation => _frame.Returns,
                IBranchOperation jump => _frame.Switches.FirstOrDefault(open => SymbolEqualityComparer.Default.Equals(open.Label, jump.Target)),
                _ => null,
            };
            if (region is not null && !regions.Contains(region)) regions.Add(region);
        }

        return regions;
    }

    /// <summary>A statement and its parts, without the bodies of local functions.</summary>
    private static IEnumerable<IOperation> Own(IOperation statement) =>
        statement is ILocalFunctionOperation or IAnonymousFunctionOperation
            ? []
            : new[] { statement }.Concat(statement.ChildOperations.SelectMany(Own));

    private static ImmutableArray<IOperation> ListOf(IOperation? body) => body switch
    {
        null => [],
        IBlockOperation block => block.Operations,
        _ => [body],
    };

    /// <summary>Whether the statements after a statement can be reached from it.</summary>
    private static bool CanComplete(IOperation statement) => statement switch
    {
        IReturnOperation or IBranchOperation or IThrowOperation => false,
        IBlockOperation block => block.Operations.All(CanComplete),
        IConditionalOperation { WhenFalse: { } otherwise } branch => CanComplete(branch.WhenTrue) || CanComplete(otherwise),
        _ => true,
    };
}
