using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

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
        Address rows = it.Address(PtxSpace.Shared, isTransposed ? 2 : 4);

        // Before sm_80 every lane must give an address, used or not.
        uint givers = it.Target.Sm < 80 || matrices == 4 ? uint.MaxValue : (1u << (matrices * 8)) - 1;
        return (warp, on) =>
        {
            if (!warp.Together(uint.MaxValue, on)) return;
            Span<ulong> addresses = stackalloc ulong[Warp.Lanes];
            Span<uint> part = stackalloc uint[Warp.Lanes];
            rows.Read(warp, givers, addresses);
            for (int lane = 0; lane < Warp.Lanes; lane++)
                if ((givers >> lane & 1) != 0) warp.Block.Shared.CheckAddress(warp, lane, addresses[lane], 16);
            for (int matrix = 0; matrix < matrices; matrix++)
            {
                warp.Traffic?.CountMatrix(addresses.Slice(matrix * 8, 8));
                if (isTransposed) ReadColumns(warp, addresses.Slice(matrix * 8, 8), part);
                else ReadRows(warp, addresses.Slice(matrix * 8, 8), part);
                d[matrix].Write<uint>(warp, uint.MaxValue, part);
            }
        };
    }

    // Two neighbours of a row for each lane.
    private static void ReadRows(Warp warp, ReadOnlySpan<ulong> rows, Span<uint> pairs)
    {
        Span<ulong> addresses = stackalloc ulong[Warp.Lanes];
        for (int lane = 0; lane < Warp.Lanes; lane++) addresses[lane] = rows[lane >> 2] + (ulong)((lane & 3) * 4);
        warp.Load(PtxSpace.Shared, uint.MaxValue, addresses, 1, pairs);
    }

    // Two neighbours of a column for each lane.
    private static void ReadColumns(Warp warp, ReadOnlySpan<ulong> rows, Span<uint> pairs)
    {
        Span<ulong> addresses = stackalloc ulong[Warp.Lanes];
        Span<ushort> halves = stackalloc ushort[Warp.Lanes], both = MemoryMarshal.Cast<uint, ushort>(pairs);
        for (int half = 0; half < 2; half++)
        {
            for (int lane = 0; lane < Warp.Lanes; lane++) addresses[lane] = rows[((lane & 3) * 2) + half] + (ulong)((lane >> 2) * 2);
            warp.Load(PtxSpace.Shared, uint.MaxValue, addresses, 1, halves);
            for (int lane = 0; lane < Warp.Lanes; lane++) both[(lane * 2) + half] = halves[lane];
        }
    }

    private static void GatherHalves(Warp warp, Source[] registers, Span<double> matrix, int width, Func<int, int, (int Row, int Column)> place)
    {
        for (int i = 0; i < registers.Length; i++)
        {
            ReadOnlySpan<Half> x = MemoryMarshal.Cast<uint, Half>(registers[i].Read<uint>(warp, uint.MaxValue));
            for (int half = 0; half < x.Length; half++)
            {
                (int row, int column) = place(half / 2, (i * 2) + (half % 2));
                matrix[(row * width) + column] = (double)x[half];
            }
        }
    }

    private static void GatherTf32(Warp warp, Source[] registers, Span<double> matrix, int width, Func<int, int, (int Row, int Column)> place)
    {
        for (int i = 0; i < registers.Length; i++)
        {
            ReadOnlySpan<float> x = registers[i].Read<float>(warp, uint.MaxValue);
            for (int lane = 0; lane < Warp.Lanes; lane++)
            {
                (int row, int column) = place(lane, i);
                float value = x[lane];
                if ((BitConverter.SingleToUInt32Bits(value) & 0x1fff) != 0 && !float.IsNaN(value))
                    throw warp.Fault(lane, $"multiplies {value:r}, which was not rounded to .tf32.");
                matrix[(row * width) + column] = value;
            }
        }
    }

    // The PTX ISA leaves order and rounding of the sums open; here they are rounded once.
    private static void Sum(Warp warp, Target[] d, Source[] c, ReadOnlySpan<double> left, ReadOnlySpan<double> right, int depth)
    {
        Span<double> sums = stackalloc double[Rows * Columns];
        for (int i = 0; i < 4; i++)
        {
            ReadOnlySpan<float> before = c[i].Read<float>(warp, uint.MaxValue);
            for (int lane = 0; lane < Warp.Lanes; lane++) sums[Place(lane, i)] = before[lane];
        }

        for (int row = 0; row < Rows; row++)
        {
            Vector512<double> sum = Vector512.Create<double>(sums.Slice(row * Columns, Columns));
            for (int k = 0; k < depth; k++) sum += Vector512.Create(left[(row * depth) + k]) * Vector512.Create(right.Slice(k * Columns, Columns));
            sum.CopyTo(sums.Slice(row * Columns, Columns));
        }

        Span<float> after = stackalloc float[Warp.Lanes];
        for (int i = 0; i < 4; i++)
        {
            for (int lane = 0; lane < Warp.Lanes; lane++) after[lane] = FloatInstructions.Result((float)sums[Place(lane, i)], false, false);
            d[i].Write<float>(warp, uint.MaxValue, after);
        }

        static int Place(int lane, int i)
        {
            (int row, int column) = Fragments.Sum(lane, i);
            return (row * Columns) + column;
        }
    }
}
