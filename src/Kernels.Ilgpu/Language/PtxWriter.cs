using ILGPU.Backends;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Types;
using Emitter = ILGPU.Backends.PTX.PTXCodeGenerator.CommandEmitter;
using Register = ILGPU.Backends.RegisterAllocator<ILGPU.Backends.PTX.PTXRegisterKind>.HardwareRegister;

namespace LiVOS.Ilgpu.Language;

/// <summary>Writes each call of <see cref="PtxIntrinsics"/> as an instruction. ILGPU calls these methods, by the intrinsics' names.</summary>
internal static class PtxWriter
{
    private static void BeginCopy(PTXBackend backend, PTXCodeGenerator generator, Value call)
    {
        Register to = SpecificAddress(generator, call[0], MemoryAddressSpace.Shared), from = SpecificAddress(generator, call[1], MemoryAddressSpace.Global);
        Register bytes = InRegister(generator, call[2]);
        using Emitter copy = generator.BeginCommand("cp.async.cg.shared.global");
        copy.AppendArgumentValue(to);
        copy.AppendArgumentValue(from);
        copy.AppendConstant(16L);
        copy.AppendArgument(bytes);
    }

    private static void CommitCopies(PTXBackend backend, PTXCodeGenerator generator, Value call) => generator.Command("cp.async.commit_group");

    private static void WaitForAllCopies(PTXBackend backend, PTXCodeGenerator generator, Value call) => generator.Command("cp.async.wait_group 0");

    private static void WaitForCopiesButOne(PTXBackend backend, PTXCodeGenerator generator, Value call) => generator.Command("cp.async.wait_group 1");

    private static void RoundToTf32(PTXBackend backend, PTXCodeGenerator generator, Value call) => Convert(generator, call, "cvt.rna.tf32.f32");

    private static void LoadMatrices(PTXBackend backend, PTXCodeGenerator generator, Value call)
    {
        Register row = SpecificAddress(generator, call[0], MemoryAddressSpace.Shared);
        Register[] parts = Parts(generator, call);
        using Emitter load = generator.BeginCommand("ldmatrix.sync.aligned.m8n8.x4.shared.b16");
        load.AppendVectorArgument(parts);
        load.AppendArgumentValue(row);
    }

    private static void MultiplyTf32(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
        Multiply(generator, call, "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32");

    private static void Multiply(PTXCodeGenerator generator, Value call, string instruction)
    {
        Register[] operands = [.. Enumerable.Range(0, 10).Select(i => InRegister(generator, call[i]))];
        Register[] sums = Parts(generator, call);
        using Emitter multiply = generator.BeginCommand(instruction);
        multiply.AppendVectorArgument(sums);
        multiply.AppendVectorArgument(operands[..4]);
        multiply.AppendVectorArgument(operands[4..6]);
        multiply.AppendVectorArgument(operands[6..]);
    }

    private static void Convert(PTXCodeGenerator generator, Value call, string instruction)
    {
        Register[] operands = [.. Enumerable.Range(0, call.Count).Select(i => InRegister(generator, call[i]))];
        Register to = generator.AllocateHardware(call);
        using Emitter convert = generator.BeginCommand(instruction);
        convert.AppendArgument(to);
        foreach (Register operand in operands) convert.AppendArgument(operand);
    }

    /// <summary>The registers of a call's result, which is a struct of numbers.</summary>
    private static Register[] Parts(PTXCodeGenerator generator, Value call)
    {
        var result = (RegisterAllocator<PTXRegisterKind>.CompoundRegister)generator.Allocate(call);
        return [.. result.Children.Cast<Register>()];
    }

    /// <summary>A value in a register: constants are moved to one, since these instructions take none.</summary>
    private static Register InRegister(PTXCodeGenerator generator, Value value) => generator.EnsureHardwareRegister(generator.LoadPrimitive(value));

    /// <summary>An address in shared or global memory. Where ILGPU has found out that it is one, it is so already; else it is generic.</summary>
    private static Register SpecificAddress(PTXCodeGenerator generator, Value address, MemoryAddressSpace space)
    {
        Register from = generator.LoadHardware(address);
        if (address.Type is AddressSpaceType { AddressSpace: var found } && found == space) return from;
        Register to = generator.AllocatePlatformRegister(out _);
        using Emitter convert = generator.BeginCommand(space == MemoryAddressSpace.Shared ? "cvta.to.shared.u64" : "cvta.to.global.u64");
        convert.AppendArgument(to);
        convert.AppendArgument(from);
        return to;
    }
}
