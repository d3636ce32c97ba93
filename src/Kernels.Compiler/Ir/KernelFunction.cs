using System.Collections.Generic;

namespace LiVOS.Kernels.Compiler.Ir;

/// <summary>A kernel for one width of vector, with every call inlined: the input of the renderers.</summary>
/// <param name="Class">The C# class that it stands in.</param>
/// <param name="Name">The C# method's name.</param>
/// <param name="OverItems">Whether it runs once per item, rather than once per item of each group.</param>
/// <param name="Lanes">The vector's width; 0 for a kernel without vectors.</param>
/// <param name="Arguments">The arguments, in order; structs are taken apart into their fields.</param>
/// <param name="Body">The work of an item.</param>
internal sealed record KernelFunction(
    string Class, string Name, bool OverItems, int Lanes, IReadOnlyList<Argument> Arguments, Block Body);

/// <summary>An argument of a kernel: memory, or a number.</summary>
internal abstract record Argument;

/// <summary>A tensor's memory.</summary>
internal sealed record BufferArgument(Memory Memory) : Argument;

/// <summary>A number that is the same for all items. A bool is passed as an int: 0, or 1.</summary>
internal sealed record ScalarArgument(Variable Variable) : Argument;
