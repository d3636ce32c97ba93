using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>What kernels may not say: each is a diagnostic with an id, at its place, with what to write instead.</summary>
public class LoweringProblemsTests
{
    [Theory]
    [InlineData("LIVOS002", "double d = y[0];", "d = y[0]", "Kernels have no 'double': write 'float'")]
    [InlineData("LIVOS002", "var s = \"text\";", "s = \"text\"", "Kernels have no 'string': use numbers")]
    [InlineData("LIVOS002", "int[] a = [1, 2];", "a = [1, 2]", "Kernels have no 'int[]': take an ArrayView, or allocate SharedMemory")]
    [InlineData("LIVOS002", "int? a = null;", "a = null", "use a number that stands for none")]
    [InlineData("LIVOS002", "Func<int, int> f = x => x;", "f = x => x", "call a static method by its name")]
    [InlineData("LIVOS002", "y[0] = (float)Math.Sin(y[0]);", "Math.Sin(y[0])", "Kernels have no 'double': write 'float', with MathF")]
    [InlineData("LIVOS003", "throw new Exception();", "throw new Exception();", "Kernels have no exceptions")]
    [InlineData(
        "LIVOS003", "foreach (int i in (int[])[1]) y[i] = 0;", "foreach (int i in (int[])[1]) y[i] = 0;",
        "Kernels have no foreach: write a 'for' over indices")]
    [InlineData("LIVOS003", "again: y[0] = 1; goto again;", "goto again;", "Kernels have no goto: use loops")]
    [InlineData("LIVOS003", "lock (typeof(int)) y[0] = 1;", "lock (typeof(int)) y[0] = 1;", "use Atomic.Add")]
    [InlineData("LIVOS003", "try { y[0] = 1; } finally { y[1] = 1; }", "try { y[0] = 1; } finally { y[1] = 1; }", "Kernels have no exceptions")]
    [InlineData("LIVOS003", "ArrayView<float> none = default;", "default", "begin with a view of some memory")]
    [InlineData("LIVOS003", "if (n is > 2 and int m) y[m] = 0;", "int m", "compare with constants")]
    [InlineData("LIVOS002", "_ = new Random();", "new Random()", "Kernels have no 'System.Random': use a struct of numbers and views")]
    [InlineData(
        "LIVOS004", "y[0] = new Random().Next();", "new Random().Next()",
        "'Random.Next': it is a method of an object; make it static, or a method of a struct")]
    [InlineData("LIVOS004", "Console.WriteLine();", "Console.WriteLine()", "A kernel cannot call 'Console.WriteLine': its source is not in this project")]
    [InlineData("LIVOS004", "y[0] = MathF.Atan(y[0]);", "MathF.Atan(y[0])", "A kernel cannot call 'MathF.Atan': devices do not have it; there are Min, Max")]
    [InlineData("LIVOS004", "AsyncCopy.Wait(n);", "AsyncCopy.Wait(n)", "'AsyncCopy.Wait': how many batches may be pending must be a constant")]
    [InlineData("LIVOS004", "AsyncCopy.Begin(x, 0, y, 0, true);", "AsyncCopy.Begin(x, 0, y, 0, true)", "it copies from a buffer to shared memory only")]
    [InlineData("LIVOS004", "SharedMemory.AsBits(y)[0] = 0;", "SharedMemory.AsBits(y)", "it takes an array of shared memory")]
    [InlineData("LIVOS005", "y[0] = Down(n);", "Down(n - 1)", "'Ops.Down' calls itself, and kernels have no stack: write a loop")]
    [InlineData("LIVOS006", "Raise(ref n);", "ref n", "'value' is a reference to a variable: return the new value")]
    [InlineData("LIVOS006", "ref int m = ref n; m = 1;", "m = ref n", "'m' is a reference to a variable")]
    [InlineData("LIVOS007", "n = checked(n + 1);", "n + 1", "integers wrap around: write 'unchecked'")]
    [InlineData("LIVOS008", "n = s_count;", "s_count", "'s_count' is not a constant: make it 'const'")]
    [InlineData("LIVOS008", "s_count = n;", "s_count", "'s_count' is not a constant: make it 'const'")]
    [InlineData(
        "LIVOS009", "ArrayView<float> v = n > 0 ? y : x; v[0] = 1;", "n > 0 ? y : x",
        "would be a view of 'y' or of 'x', chosen at run time: put an 'if' around two calls")]
    [InlineData("LIVOS009", "ArrayView<float> v = y; if (n > 0) v = x; v[0] = 1;", "v = x", "'v' would be a view of 'y' or of 'x'")]
    [InlineData("LIVOS010", "n = (int)y.Length;", "y.Length", "Devices do not know the length of 'y': pass the length as an argument")]
    [InlineData("LIVOS011", "ArrayView<int> s = SharedMemory.Allocate<int>(n);", "SharedMemory.Allocate<int>(n)", "write a constant length above 0")]
    [InlineData(
        "LIVOS011", "while (n > 0) { ArrayView<int> s = SharedMemory.Allocate<int>(4); n--; }", "SharedMemory.Allocate<int>(4)", "allocate it before the loop")]
    public void What_is_not_in_the_language_is_refused_where_it_stands(string id, string statements, string place, string words)
    {
        string text =
            "private static int s_count; private static int Down(int n) => n > 0 ? Down(n - 1) : 0; private static void Raise(ref int value) => value++;\n"
            + $"[Kernel] public static void Bad(ArrayView<float> x, ArrayView<float> y, int n) {{ {statements} }}";
        Lowered lowered = Lowered.Members(text);

        IReadOnlyList<DiagnosticInfo> problems = lowered.Problems();
        Assert.All(problems, other => Assert.Equal(id, other.Id));
        Diagnostic problem = problems[problems.Count - 1].ToDiagnostic();
        Assert.Contains(words, problem.GetMessage());
        Assert.Equal(DiagnosticSeverity.Error, problem.Severity);
        FileLinePositionSpan lines = problem.Location.GetLineSpan();
        SourceText source = lowered.Compilation.SyntaxTrees.Single(tree => tree.FilePath == lines.Path).GetText();
        Assert.Equal(place, source.ToString(problem.Location.SourceSpan));
        Assert.Equal(source.Lines.GetLinePositionSpan(problem.Location.SourceSpan), lines.Span);
    }

    [Theory]
    [InlineData("Group.Barrier();", "Group.Barrier")]
    [InlineData("y[Grid.IdxX] = 1;", "Grid.IdxX")]
    [InlineData("ArrayView<float> s = SharedMemory.GetDynamic();", "SharedMemory.GetDynamic")]
    [InlineData("AsyncCopy.Commit();", "AsyncCopy.Commit")]
    [InlineData("Vec4.Store(TensorCore.MultiplyHalves(default, 0, 0, Vec4.Splat(0)), y, 0);", "TensorCore.MultiplyHalves")]
    public void A_kernel_over_items_has_no_groups(string statement, string name)
    {
        DiagnosticInfo problem = Assert.Single(Lowered.Members($"[Kernel] public static void Bad(Index1D i, ArrayView<float> y) {{ {statement} }}").Problems());
        Assert.Equal("LIVOS012", problem.Id);
        Assert.Contains($"no '{name}': leave out its Index1D parameter", problem.ToDiagnostic().GetMessage());
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        Lowered lowered = Lowered.Members(
            """
            [Kernel] public static void Bad(Index1D i, ArrayView<float> y)
            {
                double d = 1;
                if (i > 3) throw new Exception();
                d = 2;
                for (int k = 0; k < 4; k++) y[k] = MathF.Atan(y[k]);
            }
            """);
        Assert.Equal(["LIVOS002", "LIVOS003", "LIVOS004"], lowered.Problems().Select(problem => problem.Id));
    }

    [Fact]
    public void Every_diagnostic_has_its_own_id_and_is_listed()
    {
        string listed = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "src", "Kernels.Compiler", "AnalyzerReleases.Unshipped.md"));
        Assert.Equal(Compiler.Diagnostics.All.Count, Compiler.Diagnostics.All.Select(descriptor => descriptor.Id).Distinct().Count());
        Assert.All(Compiler.Diagnostics.All, descriptor => Assert.Contains($"{descriptor.Id} | Kernels | Error | {descriptor.Title}", listed));
    }

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
