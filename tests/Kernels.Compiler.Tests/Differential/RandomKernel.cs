using System.Text;

namespace LiVOS.Kernels.Compiler.Tests.Differential;

/// <summary>
/// Writes kernels that compute something, and the same something for the same seed: integers of all sizes that wrap around, shifts,
/// conversions, floats that OpenCL rounds as C# does, comparisons, short circuits, loops that break and continue, early returns, structs
/// and calls. Nothing in them is undefined: divisors are never 0 or -1, indices stay in bounds, loops end.
/// </summary>
internal sealed class RandomKernel
{
    /// <summary>What the kernels of one class share.</summary>
    public const string Common =
        """
        public struct Pair
        {
            public int A; public float B;
            public Pair(int a, float b) { A = a; B = b; }
            public readonly int Mixed(int by) => A * by + 1;
            public void Add(int a) { A += a; B -= a; }
        }
        public static int Early(int a, int b)
        {
            if (a > b) return a - b;
            for (int k = 0; k < (b & 7); k++) { if ((a ^ k) % 5 == 0) return k; a += b; }
            return a;
        }
        public static (int Low, float High) Split(int a, float b) => a < 0 ? (a & 255, b + a) : (a >> 8, b * 0.5f);
        """;

    /// <summary>The elements of the inputs: an index is taken modulo it.</summary>
    public const int Inputs = 64;

    private static readonly string[] s_types = ["int", "uint", "long", "ulong", "float", "bool", "byte", "short"];

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, string Type, bool Fixed)> _variables = [];
    private int _names;
    private int _loops;

    private RandomKernel(int seed) => _random = new Random(seed);

    /// <summary>A kernel named <c>K</c> and the seed, over items, with the parameters (ints, floats, intsOut, floatsOut, shape, flag, count).</summary>
    public static string Write(int seed) => new RandomKernel(seed).Write($"K{seed}");

    private string Write(string name)
    {
        _text.Append(
            $$"""
            [Kernel]
            public static void {{name}}(
                Index1D item, ArrayView<int> ints, ArrayView<float> floats, ArrayView<int> intsOut, ArrayView<float> floatsOut, Pair pair, bool flag, int count)
            {
                unchecked
                {
                    int n = item;

            """);
        _variables.AddRange([("n", "int", true), ("flag", "bool", true), ("count", "int", true), ("pair.A", "int", true), ("pair.B", "float", true)]);
        Declare(2, "int", $"ints[n & {Inputs - 1}]");
        Declare(2, "float", $"floats[n & {Inputs - 1}]");
        Line(2, $"Pair own = new Pair({Leaf("int")}, {Leaf("float")});");
        _variables.AddRange([("own.A", "int", false), ("own.B", "float", false)]);
        foreach (string type in s_types) Declare(2, type, Expression(type, 2));
        Statements(2, 10, depth: 0);
        Result(2);
        return _text.Append("    }\n}\n").ToString();
    }

    // Every variable counts in what the item writes.
    private void Result(int indent)
    {
        string ints = string.Join(" ^ ", _variables.Select((v, i) => v.Type switch
        {
            "float" => $"(int){v.Name}",
            "bool" => $"({v.Name} ? {i + 3} : 0)",
            "long" or "ulong" => $"(int)({v.Name} >> {i % 40})",
            _ => $"(int){v.Name} * {2 * i + 1}",
        }));
        Line(indent, $"intsOut[n] = {ints};");
        Line(indent, $"floatsOut[n] = {string.Join(" + ", _variables.Where(v => v.Type == "float").Select(v => v.Name))};");
    }

    private void Statements(int indent, int count, int depth)
    {
        int outside = _variables.Count;
        for (int i = 0; i < count; i++) Statement(indent, depth);
        _variables.RemoveRange(outside, _variables.Count - outside);
    }

    private void Statement(int indent, int depth)
    {
        switch (_random.Next(depth < 3 ? 14 : 6))
        {
            case 0:
                string type = Pick(s_types);
                Declare(indent, type, Expression(type, 3));
                break;
            case 1 or 2 or 3:
                Assign(indent);
                break;
            case 4:
                Line(indent, $"own.Add({Expression("int", 2)});");
                break;
            case 5 when _loops > 0:
                Line(indent, $"if ({Expression("bool", 2)}) {Pick("break", "continue")};");
                break;
            case 5:
                Line(indent, $"(own.A, own.B) = Split({Expression("int", 2)}, {Expression("float", 2)});");
                break;
            case 6 or 7 or 8:
                Line(indent, $"if ({Expression("bool", 3)})");
                Body(indent, depth);
                if (_random.Next(2) == 0) break;
                Line(indent, "else");
                Body(indent, depth);
                break;
            case 9 or 10:
                string counter = Name();
                string limit = _random.Next(2) == 0 ? $"{_random.Next(1, 6)}" : $"({Expression("int", 1)} & 7)";
                Line(indent, $"for (int {counter} = 0; {counter} < {limit}; {counter}{Pick("++", " += 2", "++")})");
                Loop(indent, depth, counter);
                break;
            case 11:
                string turns = Name();
                Line(indent, $"int {turns} = {_random.Next(2, 7)};");
                _variables.Add((turns, "int", true));
                Line(indent, Pick($"while ({turns}-- > 0)", $"while (--{turns} > 0 && {Expression("bool", 1)})"));
                Loop(indent, depth, null);
                break;
            case 12:
                string steps = Name();
                Line(indent, $"int {steps} = 0;");
                Line(indent, "do");
                Loop(indent, depth, null);
                Line(indent, $"while (++{steps} < {_random.Next(1, 5)});");
                break;
            default:
                Line(indent, $"if ({Expression("bool", 3)} && {Expression("bool", 1)})");
                Line(indent, "{");
                Result(indent + 1);
                Line(indent + 1, "return;");
                Line(indent, "}");
                break;
        }
    }

    private void Loop(int indent, int depth, string? counter)
    {
        _loops++;
        if (counter is not null) _variables.Add((counter, "int", true));
        Body(indent, depth);
        if (counter is not null) _variables.RemoveAll(variable => variable.Name == counter);
        _loops--;
    }

    private void Body(int indent, int depth)
    {
        Line(indent, "{");
        Statements(indent + 1, _random.Next(1, 4), depth + 1);
        Line(indent, "}");
    }

    private void Assign(int indent)
    {
        (string name, string type, _) = Pick([.. _variables.Where(variable => !variable.Fixed)]);
        string value = Expression(type, 3);
        string simple = $"{name} = {value};";
        Line(indent, type switch
        {
            "bool" => Pick(simple, $"{name} {Pick("&=", "|=", "^=")} {value};"),
            "float" => Pick(simple, $"{name} {Pick("+=", "-=", "*=")} {value};"),
            _ => Pick(
                simple, $"{name} {Pick("+=", "-=", "*=", "^=", "|=", "&=")} {value};", $"{name}{Pick("++", "--")};",
                $"{name} {Pick("<<=", ">>=", ">>>=")} {Expression("int", 1)};"),
        });
    }

    private string Expression(string type, int depth)
    {
        if (depth == 0 || _random.Next(6) == 0) return Leaf(type);
        string Next(string of) => Expression(of, depth - 1);
        string From(params string[] types) => Next(Pick(types));
        switch (type)
        {
            case "bool":
                string compared = Pick("int", "uint", "long", "float", "short");
                return Pick(
                    $"({Next(compared)} {Pick("<", "<=", ">", ">=", "==", "!=")} {Next(compared)})",
                    $"({Next("bool")} {Pick("&&", "||", "&", "|", "^", "==")} {Next("bool")})", $"!{Next("bool")}",
                    // Without the short circuit, one of these would read what is not there.
                    $"(n < {Inputs} && ints[n] > {_random.Next(-5, 5)})");
            case "float":
                return Pick(
                    $"({Next("float")} {Pick("+", "-", "*")} {Next("float")})", $"-({Next("float")})", $"(float){From("int", "uint", "long", "ulong", "byte")}",
                    $"MathF.{Pick("Min", "Max")}({Next("float")}, {Next("float")})",
                    $"MathF.FusedMultiplyAdd({Next("float")}, {Next("float")}, {Next("float")})",
                    $"MathF.{Pick("Abs", "Floor", "Ceiling", "Truncate", "Round")}({Next("float")})", $"({Next("bool")} ? {Next("float")} : {Next("float")})",
                    $"floats[{Next("int")} & {Inputs - 1}]", $"Split({Next("int")}, {Next("float")}).High");
            case "byte" or "short":
                return $"({type}){From("int", "float", "long", "uint")}";
            default:
                string divisor = type is "int" or "long" ? $"(({Next(type)} & 63) - 65)" : $"(({Next(type)} & 63) + 1)";
                return Pick(
                    $"({Next(type)} {Pick("+", "-", "*", "&", "|", "^")} {Next(type)})", $"({Next(type)} {Pick("+", "-", "*")} {Next(type)})",
                    $"({Next(type)} {Pick("<<", ">>", ">>>")} {Next("int")})", $"({Next(type)} {Pick("/", "%")} {divisor})", $"~{Next(type)}",
                    $"({type}){From("int", "uint", "long", "ulong", "float", "byte", "short")}", $"({Next("bool")} ? {Next(type)} : {Next(type)})",
                    $"Math.{Pick("Min", "Max")}({Next(type)}, {Next(type)})",
                    type == "int"
                        ? Pick($"ints[{Next("int")} & {Inputs - 1}]", $"Early({Next("int")}, {Next("int")})", $"own.Mixed({Next("int")})", $"-({Next("int")})")
                        : Leaf(type));
        }
    }

    private string Leaf(string type)
    {
        string[] names = [.. _variables.Where(variable => variable.Type == type).Select(variable => variable.Name)];
        if (names.Length > 0 && _random.Next(3) > 0) return Pick(names);
        return type switch
        {
            "bool" => Pick("true", "false", "flag"),
            "float" => Pick("0f", "1.5f", "-2.25f", "1e10f", "0.1f", "3e9f", "-7e-3f"),
            "uint" => Pick("0u", "1u", "4000000000u", "2654435769u"),
            "long" => Pick("0L", "-1L", "5000000000L", "7046029254386353131L"),
            "ulong" => Pick("1UL", "18000000000000000000UL"),
            "byte" or "short" => $"({type}){_random.Next(-40000, 40000)}",
            _ => Pick("0", "1", "-1", "2147483647", "(-2147483647 - 1)", "1664525", $"{_random.Next(-1000, 1000)}"),
        };
    }

    private void Declare(int indent, string type, string value)
    {
        string name = Name();
        Line(indent, $"{type} {name} = {value};");
        _variables.Add((name, type, false));
    }

    // Words of OpenCL C among them.
    private string Name() => $"{Pick("a", "b", "x", "half", "kernel", "step", "sum")}{_names++}";

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private void Line(int indent, string line) => _text.Append(' ', 4 * indent).Append(line).Append('\n');
}
