using static LiVOS.Kernels.Compiler.Tests.Machine.PtxType;

namespace LiVOS.Kernels.Compiler.Tests.Machine.Instructions;

/// <summary>mma.sync of .f16 and .tf32 with sums of .f32, and ldmatrix.</summary>
internal static class MatrixInstructions
{
    private const int Rows = 16, Columns = 8;

    /// <summary>mma.sync.aligned.shape.row.col.f32.{f16.f16|tf32.tf32}.f32 d, a, b, c.</summary>
    public static Step Multiply(InstructionReader it)
    {
        it.Needs("sync");
        it.Needs("aligned");
        string shape = it.Needs("m16n8k4", "m16n8k8", "m16n8k16");
        it.Needs("row");
        it.Needs("col");
        it.Needs("f32");
        bool isHalf = it.Needs("f16", "tf32") == "f16";
        it.Needs(isHalf ? "f16" : "tf32");
        it.Needs("f32");
        int depth = int.Parse(shape.AsSpan("m16n8k".Length), System.Globalization.CultureInfo.InvariantCulture);
        if (depth == (isHalf ? 4 : 16)) throw it.Error($"there is no .{shape} of .{(isHalf ? "f16" : "tf32")}.");
        if (isHalf && depth == 8) it.Requires(75, 6, 5);
        else it.Requires(80, 7, 0);
        it.Operands(4);
        int count = isHalf ? depth / 8 : depth / 4;
        Target[] d = it.Written(4, F32);
        Source[] a = it.Read(2 * count, B32), b = it.Read(count, B32), c = it.Read(4, F32);
        return (warp, on) =>
        {
            if (!warp.Together(uint.MaxValue, on)) return;
            Span<double> left = stackalloc double[Rows * depth], right = stackalloc double[depth * Columns];
            if (isHalf)
            {
                GatherHalves(warp, a, left, depth, Fragments.HalfA);
                GatherHalves(warp, b, right, Columns, Fragments.HalfB);
            }
            else
            {
                GatherTf32(warp, a, left, depth, Fragments.Tf32A);
                GatherTf32(warp, b, right, Columns, Fragments.Tf32B);
            }

            Sum(warp, d, c, left, right, depth);
        };
    }

    /// <summary>ldmatrix.sync.aligned.m8n8.x{1|2|4}{.trans}.shared.b16: rows of 16 bytes, whose addresses eight lanes give for each matrix.</summary>
    public static Step Load(InstructionReader it)
    {
        it.Needs("sync");
        it.Needs("aligned");
        it.Needs("m8n8");
        int matrices = it.Needs("x1", "x2", "x4")[1] - '0';
        bool isTransposed = it.Takes("trans");
        if (it.Needs("shared", "shared::cta") == "shared::cta") it.Requires(75, 7, 8, ".shared::cta");
        it.Type(B16);
        it.Requires(75, 6, 5);
        it.Operands(2);
        Target[] d = it.Written(matrices, B32);
        Address rows = it.Address(PtxSpace.Shared);

        // Before sm_80 every lane must give an address, used or not.
        uint givers = it.Target.Sm < 80 || matrices == 4 ? uint.MaxValue : (1u << (matrices * 8)) - 1;
        return (warp, on) =>
        {
            if (!warp.Together(uint.MaxValue, on)) return;
            Span<ulong> bases = stackalloc ulong[Warp.Lanes], part = stackalloc ulong[Warp.Lanes];
            rows.Base.Read(warp, givers).CopyTo(bases);
            for (int lane = 0; lane < Warp.Lanes; lane++)
                if ((givers >> lane & 1) != 0) warp.Block.Shared.CheckAddress(warp, lane, rows.At(bases, lane), 16);
            for (int matrix = 0; matrix < matrices; matrix++)
            {
                for (int lane = 0; lane < Warp.Lanes; lane++)
                {
                    (int row, int column) = (lane >> 2, (lane & 3) * 2);
                    int first = (matrix * 8) + (isTransposed ? column : row);
                    part[lane] = isTransposed
                        ? Element(warp, lane, rows.At(bases, first), row, 2) | Element(warp, lane, rows.At(bases, first + 1), row, 2) << 16
                        : Element(warp, lane, rows.At(bases, first), column, 4);
                }

                warp.Write(d[matrix], on, part);
            }
        };
    }

    private static ulong Element(Warp warp, int lane, ulong row, int column, int bytes) =>
        Bytes.Read(warp.Load(PtxSpace.Shared, lane, row + ((ulong)column * 2), bytes));

    private static void GatherHalves(Warp warp, Source[] registers, Span<double> matrix, int width, Func<int, int, (int Row, int Column)> place)
    {
        for (int i = 0; i < registers.Length * 2; i++)
        {
            ReadOnlySpan<ulong> x = registers[i / 2].Read(warp, uint.MaxValue);
            for (int lane = 0; lane < Warp.Lanes; lane++)
            {
                (int row, int column) = place(lane, i);
                matrix[(row * width) + column] = (double)Lanewise.To<Half>(x[lane] >> (i % 2 * 16));
            }
        }
    }

    private static void GatherTf32(Warp warp, Source[] registers, Span<double> matrix, int width, Func<int, int, (int Row, int Column)> place)
    {
        for (int i = 0; i < registers.Length; i++)
        {
            ReadOnlySpan<ulong> x = registers[i].Read(warp, uint.MaxValue);
            for (int lane = 0; lane < Warp.Lanes; lane++)
            {
                (int row, int column) = place(lane, i);
                float value = Lanewise.To<float>(x[lane]);
                if ((x[lane] & 0x1fff) != 0 && !float.IsNaN(value)) throw warp.Fault(lane, $"multiplies {value:r}, which was not rounded to .tf32.");
                matrix[(row * width) + column] = value;
            }
        }
    }

    // The PTX ISA leaves order and rounding of the sums open; here they are rounded once.
    private static void Sum(Warp warp, Target[] d, Source[] c, ReadOnlySpan<double> left, ReadOnlySpan<double> right, int depth)
    {
        Span<ulong> sums = stackalloc ulong[4 * Warp.Lanes];
        for (int i = 0; i < 4; i++)
        {
            ReadOnlySpan<ulong> before = c[i].Read(warp, uint.MaxValue);
            for (int lane = 0; lane < Warp.Lanes; lane++)
            {
                (int row, int column) = Fragments.Sum(lane, i);
                double sum = Lanewise.To<float>(before[lane]);
                for (int k = 0; k < depth; k++) sum += left[(row * depth) + k] * right[(k * Columns) + column];
                sums[(i * Warp.Lanes) + lane] = Lanewise.From(FloatInstructions.Result((float)sum, false, false));
            }
        }

        for (int i = 0; i < 4; i++) warp.Write(d[i], uint.MaxValue, sums.Slice(i * Warp.Lanes, Warp.Lanes));
    }
}
