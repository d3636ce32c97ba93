using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>The instructions of a kernel, line by line, indented as the C# is.</summary>
internal sealed class PtxText(PtxRegisters registers)
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _labels = [];
    private int _depth = 1;

    /// <summary>The text so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Indents the next lines.</summary>
    public void Indent() => _depth++;

    /// <summary>Ends <see cref="Indent"/>.</summary>
    public void Outdent() => _depth--;

    /// <summary>A line as it is.</summary>
    public void Line(string line) => _text.Append(' ', 4 * _depth).Append(line).Append('\n');

    /// <summary>Several operands as one.</summary>
    public static string Together(IEnumerable<string> operands) => $"{{{string.Join(", ", operands)}}}";

    /// <summary>An instruction without a result. A comment after it shows its float operands in decimal.</summary>
    public void Do(string instruction, params string[] operands)
    {
        IEnumerable<string> floats = operands.Where(operand => operand.StartsWith("0f", System.StringComparison.Ordinal)).Select(PtxLiterals.Meaning);
        string meaning = string.Join(", ", floats);
        Line($"{instruction} {string.Join(", ", operands)};{(meaning.Length > 0 ? " // " + meaning : "")}");
    }

    /// <summary>An instruction with a result.</summary>
    /// <param name="instruction">Its name.</param>
    /// <param name="type">The type of the result's register.</param>
    /// <param name="into">The register; a new one where there is none.</param>
    /// <param name="operands">The operands.</param>
    /// <returns>The register.</returns>
    public string Make(string instruction, string type, string? into, params string[] operands)
    {
        into ??= registers.New(type);
        Do(instruction, [into, .. operands]);
        return into;
    }

    /// <summary>A new label with a name for its purpose: <c>for_c</c>, or <c>for_c$2</c> if that is taken. Names from C# have no
    /// dollars.</summary>
    public string Label(string wish)
    {
        int number = _labels.TryGetValue(wish, out int last) ? last + 1 : 1;
        _labels[wish] = number;
        return number == 1 ? wish : $"{wish}${number}";
    }

    /// <summary>Puts a label here.</summary>
    public void Place(string label) => _text.Append(' ', 4 * (_depth - 1)).Append(label).Append(":\n");

    /// <summary>Goes to a label, if a predicate has a value or always.</summary>
    public void Jump(string label, string? predicate = null, bool when = true) => Guarded($"bra {label};", predicate, when);

    /// <summary>An instruction that runs if a predicate has a value, or always.</summary>
    public void Guarded(string instruction, string? predicate, bool when) =>
        Line(predicate is null ? instruction : $"@{(when ? "" : "!")}{predicate} {instruction}");
}
