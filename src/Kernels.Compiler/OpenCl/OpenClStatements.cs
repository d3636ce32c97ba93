using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.OpenCl;

/// <summary>Renders statements, indented.</summary>
internal sealed class OpenClStatements(OpenClNames names, OpenClExpressions expressions, OpenClHelpers helpers, ValueRanges ranges, StringBuilder text)
{
    private const int ShortLine = 100, ShortDeclarator = 40, LongestLine = 140;

    private int _depth;

    /// <summary>Statements in the scope that is open.</summary>
    public void Render(IReadOnlyList<Statement> statements)
    {
        _depth++;
        for (int i = 0; i < statements.Count; i++)
        {
            if (statements[i] is not Declare first)
            {
                Render(statements[i]);
                continue;
            }

            List<Declare> alike =
                [.. statements.Skip(i).TakeWhile(next => next is Declare declare && declare.Variable.Type == first.Variable.Type).Cast<Declare>()];
            RenderDeclarations(alike);
            i += alike.Count - 1;
        }

        _depth--;
    }

    private void Render(Statement statement)
    {
        switch (statement)
        {
            case Block { Origin: null } block when !block.Statements.Any(part => part is Declare):
                foreach (Statement part in block.Statements) Render(part);
                break;
            case Block block:
                Braces(block);
                break;
            case If choice:
                Render(choice, "");
                break;
            case For loop:
                Render(loop);
                break;
            case DoWhile loop:
                Line("do");
                Braces(loop.Body, $" while ({expressions.Text(loop.Condition)});");
                break;
            default:
                Line(Simple(statement));
                break;
        }
    }

    /// <summary>Declarations of one type, on one line as far as that stays short.</summary>
    private void RenderDeclarations(IEnumerable<Declare> declarations)
    {
        string line = "";
        bool isShort = true;
        foreach (Declare declare in declarations)
        {
            string declarator = Declarator(declare);
            bool fits = isShort && declarator.Length <= ShortDeclarator && line.Length + declarator.Length <= ShortLine;
            isShort = declarator.Length <= ShortDeclarator;
            if (line.Length > 0 && !fits)
            {
                Line(line + ";");
                line = "";
            }

            line += line.Length == 0 ? $"{OpenClTypes.Name(declare.Variable.Type)} {declarator}" : ", " + declarator;
        }

        Line(line + ";");
    }

    private string Declarator(Declare declare)
    {
        // The value comes first: it may read another variable of this name.
        string value = declare.Initial is null ? "" : " = " + expressions.Text(declare.Initial);
        ranges.Declare(declare.Variable, declare.Initial);
        return names.Declare(declare.Variable, declare.Variable.Name) + value;
    }

    private void Render(If choice, string before)
    {
        string header = $"{before}if ({expressions.Text(choice.Condition)})";
        if (choice.Else is null && before.Length == 0)
        {
            Body(header, choice.Then);
            return;
        }

        Line(header);
        Braces(choice.Then);
        if (choice.Else is not null && Only(choice.Else) is If next)
        {
            Render(next, "else ");
        }
        else if (choice.Else is not null)
        {
            Line("else");
            Braces(choice.Else);
        }
    }

    private void Render(For loop)
    {
        names.Push();
        string initial = Initial(loop.Initial, out bool isApart);
        if (isApart)
        {
            Line("{");
            Render(loop.Initial);
            _depth++;
        }

        string condition = loop.Condition is null ? "" : expressions.Text(loop.Condition);
        ranges.Enter(loop);
        string steps = string.Join(", ", loop.Steps.Select(Simple).Select(step => step.TrimEnd(';')));
        string header = initial.Length + steps.Length > 0 || condition.Length == 0
            ? $"for ({initial};{Spaced(condition)};{Spaced(steps)})"
            : $"while ({condition})";
        Body(header, loop.Body);
        ranges.Leave(loop);

        if (isApart)
        {
            _depth--;
            Line("}");
        }

        names.Pop();
    }

    /// <summary>The first part of a for's parentheses; empty if C does not allow it there.</summary>
    private string Initial(IReadOnlyList<Statement> statements, out bool isApart)
    {
        isApart = false;
        if (statements.Count == 0) return "";
        if (statements.All(statement => statement is Assign)) return string.Join(", ", statements.Select(statement => Simple(statement).TrimEnd(';')));
        if (statements.All(statement => statement is Declare declare && declare.Variable.Type == ((Declare)statements[0]).Variable.Type))
            return $"{OpenClTypes.Name(((Declare)statements[0]).Variable.Type)} {string.Join(", ", statements.Cast<Declare>().Select(Declarator))}";
        isApart = true;
        return "";
    }

    private void Body(string header, Block block)
    {
        if (Only(block) is { } only and not (Block or Declare or If or For or DoWhile))
        {
            string line = $"{header} {Simple(only)}";
            if (line.Length <= ShortLine)
            {
                Line(line);
                return;
            }
        }

        Line(header);
        Braces(block);
    }

    private void Braces(Block block, string after = "")
    {
        while (Only(block) is Block only) block = only;
        Line("{");
        names.Push();
        if (block.Origin is not null) Line("    // " + block.Origin);
        Render(block.Statements);
        names.Pop();
        Line("}" + after);
    }

    private static Statement? Only(Block block) => block is { Origin: null, Statements.Count: 1 } ? block.Statements[0] : null;

    private string Simple(Statement statement) => statement switch
    {
        Assign assign => $"{expressions.Step(assign.Variable, assign.Value) ?? $"{names.Of(assign.Variable)} = {expressions.Text(assign.Value)}"};",
        Store { Memory.Element: Scalar.Half, Value.Type: var type } store =>
            $"vstore_half{(type.IsVector ? type.Lanes : "")}_rte({expressions.Text(store.Value)}, 0, &{expressions.Element(store.Memory, store.Index)});",
        Store { Value.Type: { IsVector: true } type } store =>
            $"vstore{type.Lanes}({expressions.Text(store.Value)}, 0, &{expressions.Element(store.Memory, store.Index)});",
        Store store => $"{expressions.Element(store.Memory, store.Index)} = {expressions.Text(store.Value)};",
        AtomicAdd add => Add(add),
        Shuffle shuffle => Exchange(shuffle),
        Break => "break;",
        Continue => "continue;",
        Return => "return;",
        Ir.Barrier => "barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);",
        _ => throw new NotSupportedException($"OpenCL C has no {statement.GetType().Name}."),
    };

    private string Add(AtomicAdd add)
    {
        string function = add.Memory.Element == Scalar.Float ? helpers.AtomicAdd(add.Memory.Space) : "atomic_add";
        string value = expressions.Render(add.Value).Exactly(add.Memory.Element).Code;
        string call = $"{function}(&{expressions.Element(add.Memory, add.Index)}, {value});";
        return add.Before is null ? call : $"{names.Of(add.Before)} = {call}";
    }

    private string Exchange(Shuffle shuffle)
    {
        helpers.UseWarps();
        string value = expressions.Render(shuffle.Value).Exactly(shuffle.Value.Type.Element).Code;
        return $"{names.Of(shuffle.Result)} = warp_shuffle({value}, {expressions.Render(shuffle.Lane).Exactly(Scalar.UInt).Code});";
    }

    private void Line(string line)
    {
        int indent = 4 * _depth;
        while (indent + line.Length > LongestLine && LineBreak(line, LongestLine - indent) is > 0 and int at)
        {
            text.Append(' ', indent).Append(line, 0, at).Append('\n');
            line = line.Substring(at + 1);
            indent = 4 * (_depth + 1);
        }

        text.Append(' ', indent).Append(line).Append('\n');
    }

    /// <summary>The space at which a long line is best broken: in as few parentheses as can be, then as far right; 0 where there is none.</summary>
    private static int LineBreak(string line, int limit)
    {
        int best = 0, depth = 0, least = int.MaxValue;
        for (int i = 0; i < limit; i++)
        {
            if (line[i] is '(' or '[') depth++;
            if (line[i] is ')' or ']') depth--;
            bool isBreak = line[i] == ' ' && (line[i - 1] == ',' || (i + 2 < line.Length && "+-*/%&|^?:<>=".IndexOf(line[i + 1]) >= 0 && line[i + 1] != '='));
            if (!isBreak || depth > least || i < limit / 2) continue;
            (best, least) = (i, depth);
        }

        return best;
    }

    private static string Spaced(string part) => part.Length > 0 ? " " + part : "";
}
