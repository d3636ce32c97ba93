using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>What statements change: who holds an expression across them asks whether its value can be another after them. Any two memories
/// may be the same, because tensors share buffers.</summary>
internal sealed class Effects
{
    private readonly HashSet<Variable> _assigned = [];
    private bool _memory;

    /// <summary>The effects of the statements from number <paramref name="first"/> on.</summary>
    public static Effects Of(IReadOnlyList<Statement> statements, int first)
    {
        var effects = new Effects();
        for (int i = first; i < statements.Count; i++) effects.Add(statements[i]);
        return effects;
    }

    /// <summary>Whether the value of an expression may change.</summary>
    public bool Change(Expression expression) => expression.All().Any(part => part switch
    {
        Read read => _assigned.Contains(read.Variable),
        Load => _memory,
        _ => false,
    });

    private void Add(Statement statement)
    {
        switch (statement)
        {
            case Assign assign:
                _assigned.Add(assign.Variable);
                break;
            case AtomicAdd atomic:
                _memory = true;
                if (atomic.Before is { } before) _assigned.Add(before);
                break;
            case Shuffle shuffle:
                _assigned.Add(shuffle.Result);
                break;
            case Store or Ir.Barrier:
                _memory = true;
                break;
        }

        foreach (Statement inner in statement.Inside()) Add(inner);
    }
}
