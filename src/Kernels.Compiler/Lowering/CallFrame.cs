using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>A method while it is lowered: the kernel, or a call of another one in it.</summary>
/// <param name="method">The method as it was declared.</param>
/// <param name="body">Its body.</param>
/// <param name="caller">Who calls it; null for the kernel.</param>
/// <param name="outer">The method that a local function stands in.</param>
internal sealed class CallFrame(IMethodSymbol method, MethodBody body, CallFrame? caller, CallFrame? outer)
{
    public IMethodSymbol Method { get; } = method;

    public MethodBody Body { get; } = body;

    public CallFrame? Caller { get; } = caller;

    /// <summary>The argument of each type parameter.</summary>
    public Dictionary<ITypeParameterSymbol, ITypeSymbol> Types { get; } = new(SymbolEqualityComparer.Default);

    public Dictionary<ISymbol, Storage> Storages { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The struct that it is a method of.</summary>
    public Storage? This { get; set; }

    /// <summary>The variable for its result; null if it returns nothing, and for the kernel.</summary>
    public Storage? Result { get; set; }

    /// <summary>The scope that a <c>return</c> exits; null for the kernel, which ends.</summary>
    public ExitScope? Returns { get; set; }

    /// <summary>The <c>switch</c> statements around the current place.</summary>
    public List<ExitScope> Switches { get; } = [];

    public bool IsAssigned(ISymbol symbol) => Body.Assigned.Contains(symbol) || outer?.IsAssigned(symbol) == true;

    public Storage? Find(ISymbol symbol) => Storages.TryGetValue(symbol, out Storage? slot) ? slot : outer?.Find(symbol);

    public Storage? FindThis() => This ?? outer?.FindThis();

    /// <summary>The frame of a method among this one and its callers.</summary>
    public CallFrame? FrameOf(ISymbol sought) =>
        SymbolEqualityComparer.Default.Equals(Method, sought) ? this : Caller?.FrameOf(sought);

    /// <summary>Replaces the type parameters of a type with their arguments.</summary>
    public ITypeSymbol Resolve(ITypeSymbol type, Compilation compilation)
    {
        switch (type)
        {
            case ITypeParameterSymbol parameter:
                return Types.TryGetValue(parameter, out ITypeSymbol? known) ? known : outer?.Resolve(type, compilation) ?? type;
            case INamedTypeSymbol { IsTupleType: true } tuple:
                return compilation.CreateTupleTypeSymbol(
                    [.. tuple.TupleElements.Select(element => Resolve(element.Type, compilation))],
                    [.. tuple.TupleElements.Select(element => element.IsExplicitlyNamedTupleElement ? element.Name : null)]);
            case INamedTypeSymbol { IsGenericType: true, IsUnboundGenericType: false, ContainingType: null } generic:
                return generic.OriginalDefinition.Construct([.. generic.TypeArguments.Select(argument => Resolve(argument, compilation))]);
            default:
                return type;
        }
    }
}

/// <summary>A scope that statements exit from inside: an inlined method by <c>return</c>, a <c>switch</c> by <c>break</c>. There are no
/// jumps: skipped statements move into a branch, and loops are exited by a flag.</summary>
/// <param name="name">The flag's name.</param>
/// <param name="loops">The loops around it.</param>
/// <param name="label">The label that a <c>break</c> goes to; null for methods.</param>
internal sealed class ExitScope(string name, int loops, ILabelSymbol? label = null)
{
    public int Loops { get; } = loops;

    public ILabelSymbol? Label { get; } = label;

    /// <summary>Whether the current statement is the scope's last, so that exiting needs no flag.</summary>
    public bool Tail { get; set; } = true;

    /// <summary>True once the scope was exited; null as long as no flag is needed.</summary>
    public Variable? Flag { get; private set; }

    public Variable NeedFlag() => Flag ??= new(name, IrType.Bool);
}
