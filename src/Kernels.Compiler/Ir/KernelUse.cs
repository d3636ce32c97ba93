using System.Collections.Generic;
using System.Linq;

namespace LiVOS.Kernels.Compiler.Ir;

/// <summary>A kernel's uses of its memory and its variables.</summary>
internal sealed class KernelUse
{
    private readonly List<Memory> _memories = [];
    private readonly HashSet<Memory> _written = [];

    public KernelUse(Statement body)
    {
        foreach (Statement statement in body.All())
        {
            if (statement is Store store) Write(store.Memory);
            if (statement is AtomicAdd add) Write(add.Memory);
            if (statement is LoadMatrices matrices) Touch(matrices.Memory);
            if (statement is BeginCopy copy)
            {
                Touch(copy.From);
                Write(copy.To);
            }

            if (statement is ChooseBuffer choice)
            {
                Touch(choice.First);
                Touch(choice.Second);
            }

            Expression[] expressions = [.. statement.Expressions().SelectMany(IrVisitor.All)];
            foreach (Load load in expressions.OfType<Load>()) Touch(load.Memory);
            NeedsTensorCores |= statement is LoadMatrices or MultiplyMatrices or BeginCopy or ChooseBuffer or CommitCopies or WaitForCopies
                || expressions.Any(part => part is Call { Function: Function.PackHalves or Function.ReluHalves or Function.RoundToTf32 });
        }
    }

    /// <summary>The memories that it reads or writes, in the order of their first use.</summary>
    public IReadOnlyList<Memory> Memories => _memories;

    /// <summary>The shared arrays of constant length.</summary>
    public IEnumerable<Memory> Shared => _memories.Where(memory => memory.Space == MemorySpace.Shared);

    /// <summary>The variables for dynamic shared memory, all of which are the same array.</summary>
    public IReadOnlyList<Memory> Dynamic => [.. _memories.Where(memory => memory.Space == MemorySpace.DynamicShared)];

    /// <summary>Whether it uses tensor cores or asynchronous copies.</summary>
    public bool NeedsTensorCores { get; }

    /// <summary>Whether it writes to a memory.</summary>
    public bool Writes(Memory memory) => _written.Contains(memory);

    /// <summary>The variables that get values after they begin.</summary>
    public static HashSet<Variable> Assigned(Statement statement) => [.. statement.All().SelectMany(IrVisitor.Assigned)];

    private void Write(Memory memory)
    {
        Touch(memory);
        _written.Add(memory);
    }

    private void Touch(Memory memory)
    {
        if (!_memories.Contains(memory)) _memories.Add(memory);
    }
}
