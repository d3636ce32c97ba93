using System.Collections.Generic;
using System.Linq;
using System.Text;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.OpenCl;

/// <summary>
/// Renders a kernel as readable OpenCL C 1.2. Its results equal those of the C# to the bit, with two exceptions: functions for which OpenCL
/// guarantees less (division, square root, exp and the like), and <c>TVec.Min</c> and <c>TVec.Max</c> of NaN, which in C# depend on the
/// processor and here follow x86. A warp is a sub-group where the runtime defines
/// LIVOS_KHR_WARPS or LIVOS_INTEL_WARPS, else a single item.
/// </summary>
internal static class OpenClRenderer
{
    private const int LineLength = 120;

    /// <summary>Renders a kernel with the arguments that <c>Launch.OpenClC</c> of the runtime documents.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="takesDynamicShared">Whether it takes the shared array whose length the launch chooses even if, at this width, it does
    /// not use it.</param>
    public static string Render(KernelFunction kernel, bool takesDynamicShared = false)
    {
        var use = new KernelUse(kernel.Body);
        HashSet<Variable> assigned = KernelUse.Assigned(kernel.Body);
        var names = new OpenClNames();
        var helpers = new OpenClHelpers();
        var ranges = new ValueRanges(assigned);
        var text = new StringBuilder();

        names.Take(kernel.Name);
        if (kernel.OverItems) names.Take("items");
        List<string> arguments = [.. Arguments(kernel, use, names, assigned)];
        if (takesDynamicShared || use.Dynamic.Count > 0) arguments.Add($"__local float* {DynamicShared(use, names)}");

        var statements = new OpenClStatements(names, new OpenClExpressions(names, helpers, ranges), helpers, ranges, text);
        IReadOnlyList<Statement> body = kernel.Body.Statements;
        foreach (Memory array in use.Shared)
            text.Append($"    __local {OpenClTypes.Element(array.Element)} {names.Declare(array, array.Name)}[{array.Length}];\n");
        foreach (BufferArgument buffer in kernel.Arguments.OfType<BufferArgument>().Where(buffer => use.Memories.Contains(buffer.Memory)))
            text.Append(
                $"    {Pointer(buffer.Memory, use)} const {names.Of(buffer.Memory)} = {Parts(buffer.Memory, names, "buffer")} + "
                    + $"{Parts(buffer.Memory, names, "offset")};\n");
        if (kernel.OverItems) body = Item(body, names, ranges, assigned, text);
        if (text.Length > 0 && body.Count > 0) text.Append('\n');
        statements.Render(body);

        return $"{Header(kernel, helpers)}__kernel void {kernel.Name}({Wrap(arguments)})\n{{\n{text}}}\n";
    }

    private static string Header(KernelFunction kernel, OpenClHelpers helpers)
    {
        string width = kernel.Lanes switch { 0 => "", 1 => ", vectors of 1 float", _ => $", vectors of {kernel.Lanes} floats" };
        var header = new StringBuilder($"// {kernel.Class}.{kernel.Name}{width}\n#pragma OPENCL FP_CONTRACT OFF\n");
        header.Append('\n');
        foreach (string function in helpers.Functions) header.Append(function).Append("\n\n");
        return header.ToString();
    }

    private static IEnumerable<string> Arguments(KernelFunction kernel, KernelUse use, OpenClNames names, HashSet<Variable> assigned)
    {
        if (kernel.OverItems) yield return "const int items";
        foreach (Argument argument in kernel.Arguments)
        {
            if (argument is BufferArgument { Memory: var memory })
            {
                names.Declare(memory, memory.Name);
                names.Take(Parts(memory, names, "buffer"));
                names.Take(Parts(memory, names, "offset"));
                yield return $"{Pointer(memory, use)} {Parts(memory, names, "buffer")}, const long {Parts(memory, names, "offset")}";
            }
            else if (argument is ScalarArgument { Variable: var variable })
            {
                string type = OpenClTypes.Argument(variable.Type.Element);
                yield return $"{(assigned.Contains(variable) ? "" : "const ")}{type} {names.Declare(variable, variable.Name)}";
            }
        }
    }

    // However often a kernel asks for it, it is one array.
    private static string DynamicShared(KernelUse use, OpenClNames names)
    {
        if (use.Dynamic.Count == 0) return names.Declare(use, "shared");
        Memory first = use.Dynamic[0];
        string name = names.Declare(first, first.Name);
        foreach (Memory other in use.Dynamic.Skip(1)) names.Alias(other, first);
        return name;
    }

    /// <summary>The item's number and the end of the items that a group of fixed size has too many; returns the statements that remain.</summary>
    private static IReadOnlyList<Statement> Item(
        IReadOnlyList<Statement> body, OpenClNames names, ValueRanges ranges, HashSet<Variable> assigned, StringBuilder text)
    {
        if (body.Count == 0 || body[0] is not Declare { Initial: Position { Place: BuiltInIndex.Item } } item)
        {
            text.Append("    if ((int)get_global_id(0) >= items) return;\n");
            return body;
        }

        ranges.Declare(item.Variable, item.Initial);
        string name = names.Declare(item.Variable, item.Variable.Name);
        text.Append($"    {(assigned.Contains(item.Variable) ? "" : "const ")}int {name} = (int)get_global_id(0);\n    if ({name} >= items) return;\n");
        return [.. body.Skip(1)];
    }

    private static string Pointer(Memory memory, KernelUse use) => $"__global {(use.Writes(memory) ? "" : "const ")}{OpenClTypes.Element(memory.Element)}*";

    private static string Parts(Memory memory, OpenClNames names, string part) => $"{names.Of(memory)}_{part}";

    private static string Wrap(IEnumerable<string> arguments)
    {
        var text = new StringBuilder();
        int length = 0;
        foreach (string argument in arguments)
        {
            text.Append(length == 0 ? "\n    " : length + argument.Length > LineLength ? ",\n    " : ", ");
            length = length == 0 || length + argument.Length > LineLength ? argument.Length : length + argument.Length + 2;
            text.Append(argument);
        }

        return text.ToString();
    }
}
