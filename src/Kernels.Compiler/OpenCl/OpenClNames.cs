using System.Collections.Generic;
using System.Linq;
using System.Text;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.OpenCl;

/// <summary>
/// The names of variables and memories. They are C#'s own; a word of OpenCL C gets an underscore behind it, and a name that another variable
/// in sight has gets a number.
/// </summary>
internal sealed class OpenClNames
{
    private readonly Dictionary<object, string> _names = [];
    private readonly Stack<HashSet<string>> _scopes = new([[]]);

    /// <summary>The name of a variable or memory that was declared.</summary>
    public string Of(object named) => _names[named];

    /// <summary>Whether it has a name already.</summary>
    public bool Has(object named) => _names.ContainsKey(named);

    /// <summary>Names a variable or memory in the innermost scope.</summary>
    public string Declare(object named, string wish)
    {
        string name = Free(wish);
        Take(name);
        return _names[named] = name;
    }

    /// <summary>Gives an alias the name of its original.</summary>
    public void Alias(object named, object other) => _names[named] = _names[other];

    /// <summary>Keeps a name from being given to anything else in the innermost scope.</summary>
    public void Take(string name) => _scopes.Peek().Add(name);

    /// <summary>Begins a scope.</summary>
    public void Push() => _scopes.Push([]);

    /// <summary>Ends the innermost scope.</summary>
    public void Pop() => _scopes.Pop();

    private string Free(string wish)
    {
        string name = Identifier(wish), free = name;
        for (int number = 2; _scopes.Any(scope => scope.Contains(free)); number++) free = name + number;
        return free;
    }

    private static string Identifier(string wish)
    {
        var name = new StringBuilder();
        foreach (char c in wish) name.Append(c is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') ? c : '_');
        return OpenClWords.IsReserved(name.ToString()) ? name.Append('_').ToString() : name.ToString();
    }
}
