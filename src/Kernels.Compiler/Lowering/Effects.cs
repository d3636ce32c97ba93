using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>The variables and memory that statements change. An expression that is used after them asks whether its value may differ by
/// then. Any two memories may be the same, because tensors share buffers.</summary>
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
        foreach (Statement part in statement.All())
        {
            _assigned.UnionWith(part.Assigned());
            _memory |= part is Store or AtomicAdd or Ir.Barrier or BeginCopy or WaitForCopies;
        }
    }
}
