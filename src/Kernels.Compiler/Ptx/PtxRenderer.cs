using System.Collections.Generic;
using System.Linq;
using System.Text;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>
/// Renders a kernel as readable PTX for devices from sm_70 on, or from sm_80 on if it uses tensor cores or asynchronous copies. Its results
/// equal those of the C# to the bit, with three exceptions: exp and the like (<see cref="PtxFunctions"/> has the bounds); <c>TVec.Min</c>
/// and <c>TVec.Max</c> of NaN, which in C# depend on the processor and here follow x86; and <c>Atomic.Add</c> in buffers, which takes denormal
/// floats for 0.
/// </summary>
internal static class PtxRenderer
{
    /// <summary>Renders a kernel with the arguments that <c>Launch.Ptx</c> of the runtime documents.</summary>
    public static string Render(KernelFunction kernel)
    {
        var use = new KernelUse(kernel.Body);
        var registers = new PtxRegisters();
        var text = new PtxText(registers);
        var memory = new PtxMemory(text, registers);
        var statements = new PtxStatements(text, registers, memory, new PtxExpressions(text, registers, memory));

        List<string> parameters = [];
        if (kernel.OverItems) parameters.Add(BeginItem(kernel, text, registers));
        foreach (Argument argument in kernel.Arguments) parameters.Add(Take(argument, use, text, registers));
        foreach (Memory array in use.Shared)
        {
            string register = registers.Declare(array, array.Name, "b32")[0];
            text.Do("mov.u32", register, SharedName(register));
        }

        foreach (Memory array in use.Dynamic)
        {
            if (array == use.Dynamic[0]) text.Do("mov.u32", registers.Declare(array, array.Name, "b32")[0], "shared_dynamic");
            else registers.Alias(array, use.Dynamic[0]);
        }

        statements.Render(kernel.OverItems && StartsWithItem(kernel) ? kernel.Body.Statements.Skip(1) : kernel.Body.Statements);
        if (kernel.Body.Statements.LastOrDefault() is not Ir.Return) text.Line("ret;");
        return $"{Header(kernel, use, parameters)}{registers.Declarations()}{Arrays(use, registers)}\n{text}}}\n";
    }

    private static string Header(KernelFunction kernel, KernelUse use, IEnumerable<string> parameters)
    {
        string width = kernel.Lanes switch { 0 => "", 1 => ", vectors of 1 float", _ => $", vectors of {kernel.Lanes} floats" };
        string target = use.NeedsTensorCores ? "sm_80" : "sm_70";
        var header = new StringBuilder($"// {kernel.Class}.{kernel.Name}{width}\n.version 7.0\n.target {target}\n.address_size 64\n\n");
        if (use.Dynamic.Count > 0) header.Append(".extern .shared .align 16 .b8 shared_dynamic[];\n\n");
        return header.Append($".visible .entry {kernel.Name}(\n    {string.Join(",\n    ", parameters)})\n{{\n").ToString();
    }

    private static string Arrays(KernelUse use, PtxRegisters registers) => string.Concat(use.Shared.Select(
        array => $"    .shared .align 16 .b8 {SharedName(registers.Of(array)[0])}[{array.Length * PtxTypes.Bytes(array.Element)}];\n"));

    // By the register that holds the value or the address, whose name nothing else has.
    private static string SharedName(string register) => "shared_" + register.Substring(1);

    private static string ParameterName(string register) => "param_" + register.Substring(1);

    /// <summary>The item's number, and the end of the items that a group has too many: a number that wraps around is beyond them, too.</summary>
    private static string BeginItem(KernelFunction kernel, PtxText text, PtxRegisters registers)
    {
        object item = StartsWithItem(kernel) ? ((Declare)kernel.Body.Statements[0]).Variable : BuiltInIndex.Item;
        string items = registers.Declare(kernel, "items", "b32")[0], name = item is Variable variable ? variable.Name : "item";
        string group = text.Make("mov.u32", "b32", null, "%ctaid.x"), size = text.Make("mov.u32", "b32", null, "%ntid.x");
        string lane = text.Make("mov.u32", "b32", null, "%tid.x");
        string number = text.Make("mad.lo.s32", "b32", registers.Declare(item, name, "b32")[0], group, size, lane);
        if (item is Variable) registers.Alias(BuiltInIndex.Item, item);
        text.Do("ld.param.s32", items, $"[{ParameterName(items)}]");
        text.Guarded("ret;", text.Make("setp.ge.u32", "pred", null, number, items), true);
        return $".param .s32 {ParameterName(items)}";
    }

    private static bool StartsWithItem(KernelFunction kernel) =>
        kernel.Body.Statements.Count > 0 && kernel.Body.Statements[0] is Declare { Initial: Position { Place: BuiltInIndex.Item } };

    /// <summary>Loads an argument into a register, and returns its declaration.</summary>
    private static string Take(Argument argument, KernelUse use, PtxText text, PtxRegisters registers)
    {
        if (argument is BufferArgument { Memory: var memory })
        {
            string address = registers.Declare(memory, memory.Name, "b64")[0];
            if (use.Memories.Contains(memory))
            {
                text.Do("ld.param.u64", address, $"[{ParameterName(address)}]");
                text.Do("cvta.to.global.u64", address, address);
            }

            return $".param .u64 {ParameterName(address)}";
        }

        Variable variable = ((ScalarArgument)argument).Variable;
        Scalar type = variable.Type.Element;
        string taken = registers.Declare(variable, variable.Name, PtxTypes.Register(type))[0];
        string load = $"ld.param.{PtxTypes.Argument(type)}", place = $"[{ParameterName(taken)}]";
        if (type == Scalar.Bool) text.Make("setp.ne.s32", "pred", taken, text.Make(load, "b32", null, place), "0");
        else text.Do(load, taken, place);
        return $".param .{PtxTypes.Argument(type)} {ParameterName(taken)}";
    }
}
