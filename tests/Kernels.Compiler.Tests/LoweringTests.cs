using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>What small kernels become, to the letter.</summary>
public class LoweringTests
{
    [Theory]
    [InlineData(8, "float8 sum = 0fx8", "sum = Fma(x[c..], splat(factor), sum)", "c = (c + 8)", "ReduceAdd(sum)")]
    [InlineData(1, "float sum = 0f", "sum = Fma(x[c], factor, sum)", "c = (c + 1)", "sum")]
    public void Vectors_take_the_width_that_is_asked_for(int lanes, string start, string turn, string step, string reduced) => AssertText(
        """
        [Kernel]
        public static void Sum<TVec>(Index1D row, ArrayView<float> x, ArrayView<float> y, float factor, int channels) where TVec : struct, IVec<TVec>
        {
            TVec sum = TVec.Splat(0);
            for (int c = 0; c < channels; c += TVec.Width) sum = TVec.Fma(TVec.Load(x, c), TVec.Splat(factor), sum);
            y[row] = TVec.ReduceAdd(sum);
        }
        """,
        $"""
        int row = Item
        {start}
        for (int c = 0; (c < channels); {step})
          {turn}
        y[row] = {reduced}
        """,
        lanes);

    [Fact]
    public void Structs_are_taken_apart_and_calls_inlined() => AssertText(
        """
        public readonly record struct Extents(int Rows, int Columns, bool Flip) { public int Count => Rows * Columns; }
        static int At(Extents e, int row) => e.Flip ? e.Count - row : row;
        static void Put(ArrayView<int> y, int at, int value)
        {
            if (value < 0) return;
            y[at] = value;
        }
        [Kernel] public static void Fill(ArrayView<int> y, Extents extents) => Put(y.SubView(2), At(extents, Grid.IdxY), extents.Count);
        """,
        """
        { // Ops.Put
          int at = (extents_Flip ? ((extents_Rows * extents_Columns) - GroupInGrid.Y) : GroupInGrid.Y)
          int value = (extents_Rows * extents_Columns)
          if (value >= 0)
            y[(2 + at)] = value
        }
        """);

    [Fact]
    public void Returns_inside_loops_leave_by_a_flag() => AssertText(
        """
        static int Find(ArrayView<int> x, int n, int wanted)
        {
            for (int i = 0; i < n; i++)
                if (x[i] == wanted) return i;
            return -1;
        }
        [Kernel] public static void Search(ArrayView<int> x, ArrayView<int> y, int n) { int at = Find(x, n, 7); y[0] = at; }
        """,
        """
        int at
        { // Ops.Find
          bool returned = false
          for (int i = 0; (i < n); i = (i + 1))
            if (x[i] == 7)
              at = i
              returned = true
              break
          if !returned
            at = -1
        }
        y[0] = at
        """);

    [Fact]
    public void Short_loops_are_written_out_and_constants_folded() => AssertText(
        """
        [Kernel] public static void Three(ArrayView<float> y, int n)
        {
            const int Step = 4;
            for (int i = 0; i < 3; i++) y[n + i * Step] = i == 1 ? 0.5f * 3 : i;
            if (Step > 8) y[0] = 1;
        }
        """,
        """
        {
          y[n] = 0f
        }
        {
          y[(n + 4)] = 1.5f
        }
        {
          y[(n + 8)] = 2f
        }
        """);

    [Fact]
    public void Shared_memory_barriers_and_atomics_stay_what_they_are() => AssertText(
        """
        [Kernel] public static void Count(ArrayView<int> x, ArrayView<int> y, ArrayView<float> sums)
        {
            ArrayView<int> counts = SharedMemory.Allocate<int>(2 * 16);
            ArrayView<float> rest = SharedMemory.GetDynamic();
            counts[Group.IdxX] = x[Group.IdxX] << Group.DimX;
            Group.Barrier();
            int place = Atomic.Add(y, 3, counts[1]);
            Atomic.Add(sums, place, Warp.Shuffle(rest[0], 2));
        }
        """,
        """
        counts[ItemInGroup.X] = (x[ItemInGroup.X] << GroupSize.X)
        barrier
        int before
        before = atomic y[3] += counts[1]
        int place = before
        float shuffled
        shuffled = shuffle rest[0] from 2
        atomic sums[place] += shuffled
        """);

    [Fact]
    public void Arguments_come_in_order_with_structs_field_by_field()
    {
        KernelFunction kernel = Lowered.Members(
            """
            public enum Kind : byte { A }
            public record struct Inner(long Seed, Kind Kind);
            public record struct Outer(bool On, Inner Inner);
            [Kernel] public static void Take(Index1D i, ArrayView<byte> x, Outer outer, uint n) { }
            """).Kernel();
        Assert.Equal(("Ops", "Take", true, 0), (kernel.Class, kernel.Name, kernel.OverItems, kernel.Lanes));
        Assert.Equal(Scalar.Byte, ((BufferArgument)kernel.Arguments[0]).Memory.Element);
        Assert.Equal(
            [("outer_On", Scalar.Bool), ("outer_Inner_Seed", Scalar.Long), ("outer_Inner_Kind", Scalar.Byte), ("n", Scalar.UInt)],
            kernel.Arguments.Skip(1).Cast<ScalarArgument>().Select(argument => (argument.Variable.Name, argument.Variable.Type.Element)));
    }

    private static void AssertText(string members, string expected, int lanes = 0) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), IrText.Of(Lowered.Members(members).Kernel(lanes)));
}
