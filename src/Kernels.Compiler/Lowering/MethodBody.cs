using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>The body of a method of the compilation, and its properties for inlining.</summary>
internal sealed class MethodBody
{
    private MethodBody(IOperation root, ImmutableArray<IOperation> statements)
    {
        Root = root;
        Statements = statements;
        foreach (IOperation operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IParameterReferenceOperation parameter:
                    Uses[parameter.Parameter] = Uses.TryGetValue(parameter.Parameter, out int uses) ? uses + 1 : 1;
                    break;
                case IAssignmentOperation assignment:
                    AddAssigned(assignment.Target);
                    break;
                case IIncrementOrDecrementOperation step:
                    AddAssigned(step.Target);
                    break;
                case IInvocationOperation { Instance: { } receiver, TargetMethod: { IsReadOnly: false, ContainingType.IsReadOnly: false } }:
                    AddAssigned(receiver);
                    break;
            }
        }
    }

    public IOperation Root { get; }

    public ImmutableArray<IOperation> Statements { get; }

    /// <summary>The locals and parameters that get another value after their declaration.</summary>
    public HashSet<ISymbol> Assigned { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>How often each parameter is mentioned.</summary>
    public Dictionary<ISymbol, int> Uses { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether it may change the struct that it is a method of.</summary>
    public bool ChangesThis { get; private set; }

    /// <summary>The value of a body that is nothing else; null for others.</summary>
    public IOperation? Expression => Statements.Length == 1 && Statements[0] is IReturnOperation { ReturnedValue: { } value } ? value : null;

    private void AddAssigned(IOperation target)
    {
        switch (target)
        {
            case ILocalReferenceOperation local: Assigned.Add(local.Local); break;
            case IParameterReferenceOperation parameter: Assigned.Add(parameter.Parameter); break;
            case IInstanceReferenceOperation: ChangesThis = true; break;
            case IFieldReferenceOperation { Instance: { } instance }: AddAssigned(instance); break;
            case IPropertyReferenceOperation { Instance: { } instance } property when !KernelTypes.IsView(property.Property.ContainingType):
                AddAssigned(
                instance); break;
            case IParenthesizedOperation inner: AddAssigned(inner.Operand); break;
            case ITupleOperation tuple:
                foreach (IOperation element in tuple.Elements) AddAssigned(element);
                break;
        }
    }

    private static readonly ConditionalWeakTable<Compilation, Store> s_stores = new();

    /// <summary>The body of a method; null where the compilation has no source of it.</summary>
    public static MethodBody? Of(IMethodSymbol method, Compilation compilation, CancellationToken cancellation) =>
        s_stores.GetValue(compilation, static key => new(key)).Get(method, cancellation);

    /// <summary>The bodies of a compilation that were asked for.</summary>
    private sealed class Store(Compilation compilation)
    {
        private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
        private readonly ConcurrentDictionary<IMethodSymbol, MethodBody?> _bodies = new(SymbolEqualityComparer.Default);

        public MethodBody? Get(IMethodSymbol method, CancellationToken cancellation)
        {
            if (_bodies.TryGetValue(method, out MethodBody? body)) return body;
            body = Read(method, cancellation);
            _bodies[method] = body;
            return body;
        }

        private MethodBody? Read(IMethodSymbol method, CancellationToken cancellation)
        {
            method = method.PartialImplementationPart ?? method;
            if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not { } syntax) return null;
            if (!compilation.ContainsSyntaxTree(syntax.SyntaxTree)) return null;
            SemanticModel model = _models.GetOrAdd(syntax.SyntaxTree, tree => compilation.GetSemanticModel(tree));
            IBlockOperation? block = model.GetOperation(syntax, cancellation) switch
            {
                IMethodBodyBaseOperation body => body.BlockBody ?? body.ExpressionBody,
                ILocalFunctionOperation function => function.Body,
                IBlockOperation arrow => arrow,
                _ => null,
            };
            return block is null ? null : new(block, block.Operations);
        }
    }
}
