using LiVOS.Kernels.Compiler.Ir;
using LiVOS.Kernels.Compiler.OpenCl;
using static LiVOS.Kernels.Compiler.Tests.OpenCl.Terms;

namespace LiVOS.Kernels.Compiler.Tests.OpenCl;

public class OpenClRendererTests
{
    [Fact]
    public void A_kernel_over_items_is_what_a_person_would_write()
    {
        Memory x = new("x", Scalar.Float, MemorySpace.Buffer), y = new("y", Scalar.Float, MemorySpace.Buffer);
        Variable factor = Float("factor"), relu = Of(Scalar.Bool, "relu"), columns = Int("columns"), row = Int("row"), c = Int("c"), at = Int("at");
        Expression value = Mul(new Load(x, R(at), IrType.Float), R(factor));
        var kernel = new KernelFunction("Ops", "Scale", OverItems: true, Lanes: 0,
            [new BufferArgument(x), new BufferArgument(y), new ScalarArgument(factor), new ScalarArgument(relu), new ScalarArgument(columns)],
            Do(
                new Declare(row, new Position(BuiltInIndex.Item)),
                Count(c, R(columns),
                    new Declare(at, Add(Mul(R(row), R(columns)), R(c))),
                    new Store(y, R(at), new Select(R(relu), Call(Function.Max, value, C(0f)), value)))));

        Assert.Equal(
            """
            // Ops.Scale
            #pragma OPENCL FP_CONTRACT OFF

            // MathF.Max: NaN if either is, and 0 above -0.
            float max_float(float a, float b)
            {
                return a == b ? as_float(as_int(a) & as_int(b)) : a > b || isnan(a) ? a : b;
            }

            __kernel void Scale(
                const int items, __global const float* x_buffer, const long x_offset, __global float* y_buffer, const long y_offset,
                const float factor, const int relu, const int columns)
            {
                __global const float* const x = x_buffer + x_offset;
                __global float* const y = y_buffer + y_offset;
                const int row = (int)get_global_id(0);
                if (row >= items) return;

                for (int c = 0; c < columns; c++)
                {
                    int at = (uint)row * columns + c;
                    y[at] = relu ? max_float(x[at] * factor, 0.0f) : x[at] * factor;
                }
            }

            """, OpenClRenderer.Render(kernel));
    }

    [Fact]
    public void A_group_kernel_shares_memory_and_waits()
    {
        Memory y = new("y", Scalar.Int, MemorySpace.Buffer), tile = new("tile", Scalar.Float, MemorySpace.Shared, 256);
        Memory scratch = new("scratch", Scalar.Float, MemorySpace.DynamicShared), again = new("again", Scalar.Float, MemorySpace.DynamicShared);
        Variable lane = Int("lane"), before = Int("before"), v = Float("v", 4);
        var kernel = new KernelFunction("Ops", "Share", OverItems: false, Lanes: 4, [new BufferArgument(y)],
            Do(
                new Declare(lane, new Position(BuiltInIndex.ItemInGroup)),
                new Store(tile, R(lane), C(1f)),
                new Ir.Barrier(),
                new Declare(v, new Load(tile, C(0), new(Scalar.Float, 4))),
                new Store(scratch, R(lane), R(v)),
                new AtomicAdd(again, C(0), Call(Function.ReduceMax, R(v)), null),
                new Declare(before),
                new AtomicAdd(y, new Position(BuiltInIndex.GroupInGrid, 1), C(1), before)));

        string text = OpenClRenderer.Render(kernel);
        Assert.StartsWith("// Ops.Share, vectors of 4 floats\n", text);
        Assert.Equal(
            """
            __kernel void Share(
                __global int* y_buffer, const long y_offset, __local float* scratch)
            {
                __local float tile[256];
                __global int* const y = y_buffer + y_offset;

                int lane = (int)get_local_id(0);
                tile[lane] = 1.0f;
                barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
                float4 v = vload4(0, &tile[0]);
                vstore4(v, 0, &scratch[lane]);
                atomic_add_local_float(&scratch[0], largest_of_lanes4(v));
                int before;
                before = atomic_add(&y[(int)get_group_id(1)], 1);
            }

            """, text[text.IndexOf("__kernel", StringComparison.Ordinal)..]);
        Assert.Contains("float2 largest_lanes2(float2 a, float2 b)", text);
        Assert.True(text.IndexOf("float max_float(", StringComparison.Ordinal) < text.IndexOf("float largest_of_lanes4(", StringComparison.Ordinal));
    }

    [Fact]
    public void Shared_memory_that_one_width_does_not_use_is_an_argument_still() =>
        Assert.Contains("Idle(\n    __local float* shared)", OpenClRenderer.Render(new("Ops", "Idle", false, 1, [], Do()), takesDynamicShared: true));

    [Fact]
    public void Lanes_of_a_warp_exchange_values_by_sub_groups()
    {
        Variable value = Float("value"), other = Float("other");
        string text = Body(
            new Declare(value, C(1f)), new Declare(other),
            new Shuffle(other, R(value), new Position(BuiltInIndex.LaneInWarp)));
        Assert.Contains("    other = warp_shuffle(value, (uint)warp_lane());", text);
    }

    [Fact]
    public void Statements_are_C_s_own()
    {
        Variable i = Int("i"), j = Int("j"), sum = Float("sum"), found = Of(Scalar.Bool, "found"), w = Int("w");
        Assert.Equal(
            """
                float sum = 0.0f;
                bool found = false;
                for (int i = 0; i < 10; i++)
                {
                    if (i == 3) continue;
                    if (sum > 5.0f) break;
                    sum += 1.0f;
                }
                int w = 8;
                while (w > 0) w >>= 1;
                do
                {
                    w += 3u;
                } while (w < 9);
                for (int i = 0, j = 0; i < w; i += 4u, j -= 1u) w *= (uint)j;
                if (found)
                {
                    return;
                }
                else if (w == 1)
                {
                    // Ops.Sum
                    sum = 0.0f - sum;
                }
                else
                {
                    w = (uint)w >> 1;
                }
                for (;;) break;
            """,
            Body(
                new Declare(sum, C(0f)), new Declare(found, new Constant(false, IrType.Bool)),
                Count(i, C(10),
                    new If(Op(BinaryOperator.Equal, R(i), C(3)), Do(new Continue()), null),
                    new If(Op(BinaryOperator.Greater, R(sum), C(5f)), Do(new Break()), null),
                    new Assign(sum, Add(R(sum), C(1f)))),
                new Declare(w, C(8)),
                new For([], Op(BinaryOperator.Greater, R(w), C(0)), [], Do(new Assign(w, Op(BinaryOperator.ShiftRight, R(w), C(1))))),
                new DoWhile(Do(new Assign(w, Add(R(w), C(3)))), Less(R(w), C(9))),
                new For(
                    [new Declare(i, C(0)), new Declare(j, C(0))], Less(R(i), R(w)),
                    [new Assign(i, Add(R(i), C(4))), new Assign(j, Sub(R(j), C(1)))],
                    Do(new Assign(w, Mul(R(w), R(j))))),
                new If(R(found), Do(new Return()), Do(new If(
                    Op(BinaryOperator.Equal, R(w), C(1)),
                    new Block([new Assign(sum, Sub(C(0f), R(sum)))], "Ops.Sum"),
                    Do(new Assign(w, Op(BinaryOperator.ShiftRightUnsigned, R(w), C(1))))))),
                new For([], null, [], Do(new Break()))));
    }

    [Fact]
    public void A_loop_that_begins_with_variables_of_two_types_gets_a_scope()
    {
        Variable i = Int("i"), f = Float("f");
        Assert.Equal(
            """
                {
                    int i = 0;
                    float f = 1.0f;
                    for (; i < 4; i++) f *= 2.0f;
                }
            """,
            Body(new For(
                [new Declare(i, C(0)), new Declare(f, C(1f))], Less(R(i), C(4)), [new Assign(i, Add(R(i), C(1)))],
                Do(new Assign(f, Mul(R(f), C(2f)))))));
    }

    [Fact]
    public void Names_stay_apart()
    {
        Variable x = Int("x"), inner = Int("x"), second = Int("x"), kernel = Int("kernel"), step = Int("step"), type = Int("float4"), after = Int("inner");
        Assert.Equal(
            """
                int x = 1, kernel_ = 2, step_ = 3, float4_ = 4;
                {
                    // Ops.F
                    int x2 = (uint)x + kernel_, x3 = (uint)x2 + step_;
                    x = x3;
                }
                int inner = float4_;
            """,
            Body(
                new Declare(x, C(1)), new Declare(kernel, C(2)), new Declare(step, C(3)), new Declare(type, C(4)),
                new Block(
                    [
                        new Declare(inner, Add(R(x), R(kernel))), new Declare(second, Add(R(inner), R(step))), new Assign(x, R(second)),
                    ], "Ops.F"),
                new Declare(after, R(type))));
    }

    private static string Body(params Statement[] statements)
    {
        string text = OpenClRenderer.Render(new("Ops", "Some", OverItems: false, Lanes: 0, [], Do(statements)));
        int from = text.IndexOf(")\n{\n", StringComparison.Ordinal) + 4;
        return text[from..^3];
    }
}
