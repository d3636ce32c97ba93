using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>
/// The registers of a kernel. A variable's register has its C# name, and for a vector a number for each lane: <c>%sum$0</c>. Variables
/// that are never in scope together share a register if name and type are the same. Intermediate values have numbers: <c>%f12</c>.
/// </summary>
internal sealed class PtxRegisters
{
    private const int LineLength = 120;

    // Names that PTX itself uses.
    private static readonly Regex s_taken = new(
        @"^((p|h|r|rd|f|fd)\d+|n?tid|n?ctaid|n?warpid|n?smid|laneid|gridid|lanemask_\w+|clock\w*|pm\d+\w*|envreg\d+|"
            + @"globaltimer\w*|\w*smem\w*|\w*cluster\w*|current_graph_exec)$");

    private static readonly Dictionary<string, string> s_prefixes = new()
    { ["pred"] = "p", ["b16"] = "h", ["b32"] = "r", ["b64"] = "rd", ["f32"] = "f", ["f64"] = "fd" };

    private readonly Dictionary<string, int> _numbered = [];
    private readonly Dictionary<string, (string Type, int Lanes)> _named = [];
    private readonly Dictionary<object, string[]> _registers = [];
    private readonly Stack<HashSet<string>> _scopes = new([[]]);

    /// <summary>A register for a value on its way.</summary>
    public string New(string type)
    {
        int number = _numbered.TryGetValue(type, out int last) ? last + 1 : 1;
        _numbered[type] = number;
        return $"%{s_prefixes[type]}{number}";
    }

    /// <summary>Gives a variable or memory registers, one for each lane, for as long as the innermost scope lasts.</summary>
    public string[] Declare(object named, string wish, string type, int lanes = 1)
    {
        string name = Identifier(wish), free = name;
        for (int number = 2; !IsFree(free, type, lanes); number++) free = $"{name}_{number}";
        _scopes.Peek().Add(free);
        _named[free] = (type, lanes);
        return _registers[named] = lanes == 1 ? ["%" + free] : [.. Enumerable.Range(0, lanes).Select(lane => $"%{free}${lane}")];
    }

    /// <summary>Gives an alias the registers of its original.</summary>
    public void Alias(object named, object other) => _registers[named] = _registers[other];

    /// <summary>The registers of a variable or memory.</summary>
    public string[] Of(object named) => _registers[named];

    /// <summary>Begins a scope.</summary>
    public void Push() => _scopes.Push([]);

    /// <summary>Ends the innermost scope.</summary>
    public void Pop() => _scopes.Pop();

    /// <summary>The declarations of all registers that were asked for.</summary>
    public string Declarations()
    {
        var text = new StringBuilder();
        foreach (string type in s_prefixes.Keys)
        {
            List<string> names =
                [.. _named.Where(pair => pair.Value.Type == type).Select(pair => "%" + pair.Key + (pair.Value.Lanes > 1 ? $"$<{pair.Value.Lanes}>" : ""))];
            if (_numbered.TryGetValue(type, out int last)) names.Add($"%{s_prefixes[type]}<{last + 1}>");
            int length = 0;
            foreach (string name in names)
            {
                bool begins = length == 0 || length + name.Length > LineLength;
                text.Append(begins ? $"{(length > 0 ? ";\n" : "")}    .reg .{type} {name}" : ", " + name);
                length = begins ? name.Length : length + name.Length + 2;
            }

            if (names.Count > 0) text.Append(";\n");
        }

        return text.ToString();
    }

    private bool IsFree(string name, string type, int lanes) =>
        !_scopes.Any(scope => scope.Contains(name)) && (!_named.TryGetValue(name, out (string Type, int Lanes) same) || same == (type, lanes));

    private static string Identifier(string wish)
    {
        var name = new StringBuilder();
        foreach (char c in wish) name.Append(c is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') ? c : '_');
        return s_taken.IsMatch(name.ToString()) ? name.Append('_').ToString() : name.ToString();
    }
}
