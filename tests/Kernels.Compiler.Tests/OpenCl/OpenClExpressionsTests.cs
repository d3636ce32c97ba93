using LiVOS.Kernels.Compiler.Ir;
using LiVOS.Kernels.Compiler.OpenCl;
using static LiVOS.Kernels.Compiler.Tests.OpenCl.Terms;

namespace LiVOS.Kernels.Compiler.Tests.OpenCl;

public class OpenClExpressionsTests
{
    private static readonly Variable s_a = Int("a"), s_b = Int("b"), s_n = Of(Scalar.Long, "n"), s_u = Of(Scalar.UInt, "u");
    private static readonly Variable s_f = Float("f"), s_g = Float("g"), s_p = Of(Scalar.Bool, "p"), s_v = Float("v", 8), s_w = Float("w", 8);
    private static readonly Memory s_bytes = new("bytes", Scalar.Byte, MemorySpace.Buffer), s_flags = new("flags", Scalar.Bool, MemorySpace.Buffer);
    private static readonly Memory s_x = new("x", Scalar.Float, MemorySpace.Buffer);

    private static Expression A => R(s_a);
    private static Expression B => R(s_b);
    private static Expression N => R(s_n);
    private static Expression U => R(s_u);
    private static Expression F => R(s_f);
    private static Expression G => R(s_g);
    private static Expression P => R(s_p);
    private static Expression V => R(s_v);
    private static Expression W => R(s_w);

    [Fact]
    public void Signed_sums_and_products_wrap_around_as_unsigned_ones()
    {
        AssertText("(uint)a + b", Add(A, B));
        AssertText("a + 1u", Add(A, C(1)));
        AssertText("2u * a", Mul(C(2), A));
        AssertText("(uint)a * b + 3u * a", Add(Mul(A, B), Mul(C(3), A)));
        AssertText("((uint)a + b) * (a - 1u)", Mul(Add(A, B), Sub(A, C(1))));
        AssertText("a - (a - 1u)", Sub(A, Sub(A, C(1))));
        AssertText("(uint)a + -5", Add(A, C(-5)));
        AssertText("-(uint)a", new Unary(UnaryOperator.Negate, A));
        AssertText("(ulong)n * n", Mul(N, N));
        AssertText("n + 1UL", Add(N, C(1L)));
        AssertText("u + u", Add(U, U));
        AssertText("f + g", Add(F, G));
    }

    [Fact]
    public void What_cannot_overflow_is_plain()
    {
        Expression pixel = To(Scalar.Int, new Load(s_bytes, A, new(Scalar.Byte)));
        AssertText("bytes[a] * 3 + 1", Add(Mul(pixel, C(3)), C(1)));
        AssertText("a % 8 * 4", Mul(Op(BinaryOperator.Remainder, A, C(8)), C(4)));
        AssertText("(long)a * (long)b", Mul(To(Scalar.Long, A), To(Scalar.Long, B)));
    }

    [Fact]
    public void A_sum_is_signed_again_where_that_matters()
    {
        AssertText("(int)(a + 1u) < b", Less(Add(A, C(1)), B));
        AssertText("a + 1u == b", Op(BinaryOperator.Equal, Add(A, C(1)), B));
        AssertText("(int)(a + 1u) / 2", Op(BinaryOperator.Divide, Add(A, C(1)), C(2)));
        AssertText("(int)(a + 1u) >> 2", Op(BinaryOperator.ShiftRight, Add(A, C(1)), C(2)));
        AssertText("(long)(int)(a + 1u)", To(Scalar.Long, Add(A, C(1))));
        AssertText("(float)(int)(a + 1u)", To(Scalar.Float, Add(A, C(1))));
        AssertText("min((int)(a + 1u), b)", Call(Function.Min, Add(A, C(1)), B));
        AssertText("p ? (int)(a + 1u) : b", new Select(P, Add(A, C(1)), B));
        AssertText("x[a + 1u]", new Load(s_x, Add(A, C(1)), IrType.Float));
        AssertText("as_float((int)(a + 1u))", new Call(Function.BitCast, [Add(A, C(1))], IrType.Float));
    }

    [Fact]
    public void Bits_and_shifts_are_C_s()
    {
        AssertText("a << b", Op(BinaryOperator.ShiftLeft, A, B));
        AssertText("a >> b", Op(BinaryOperator.ShiftRight, A, B));
        AssertText("(uint)a >> b", Op(BinaryOperator.ShiftRightUnsigned, A, B));
        AssertText("(int)((uint)a >> b) < 0", Less(Op(BinaryOperator.ShiftRightUnsigned, A, B), C(0)));
        AssertText("(a & 7) == 0", Op(BinaryOperator.Equal, Op(BinaryOperator.And, A, C(7)), C(0)));
        AssertText("(a & b) | (a >> 1)", Op(BinaryOperator.Or, Op(BinaryOperator.And, A, B), Op(BinaryOperator.ShiftRight, A, C(1))));
        AssertText("a ^ b ^ 1", Op(BinaryOperator.Xor, Op(BinaryOperator.Xor, A, B), C(1)));
        AssertText("~a", new Unary(UnaryOperator.Complement, A));
        AssertText("(a + 1u) & 255", Op(BinaryOperator.And, Add(A, C(1)), C(255)));
    }

    [Fact]
    public void Conversions_are_those_of_C_sharp()
    {
        AssertText("convert_int_sat(f)", To(Scalar.Int, F));
        AssertText("(uchar)convert_int_sat(f)", To(Scalar.Byte, F));
        AssertText("convert_long_sat(f)", To(Scalar.Long, F));
        AssertText("(uchar)a", To(Scalar.Byte, A));
        AssertText("(uint)a", To(Scalar.UInt, A));
        AssertText("(uint)a + b", To(Scalar.UInt, Add(A, B)));
        AssertText("(int)u < a", Less(To(Scalar.Int, U), A));
        AssertText("(int)n", To(Scalar.Int, N));
        AssertText("flags[a] && p", Op(BinaryOperator.AndAlso, new Load(s_flags, A, IrType.Bool), P));
    }

    [Fact]
    public void Constants_read_back_as_the_same_bits()
    {
        AssertText("INT_MIN", C(int.MinValue));
        AssertText("LONG_MIN", C(long.MinValue));
        AssertText("-7", C(-7));
        AssertText("5000000000L", C(5000000000L));
        AssertText("4000000000u", new Constant(4000000000u, new(Scalar.UInt)));
        AssertText("1.0f", C(1f));
        AssertText("0.25f", C(0.25f));
        AssertText("-0.0f", C(-0f));
        AssertText("1e-07f", C(1e-7f));
        AssertText("0.1f", C(0.1f));
        AssertText("1e-45f", C(float.Epsilon));
        AssertText("-FLT_MAX", C(float.MinValue));
        AssertText("-INFINITY", C(float.NegativeInfinity));
        AssertText("NAN", C(float.NaN));
        AssertText("true", new Constant(true, IrType.Bool));
        AssertText("(float8)(0.5f)", new Constant(0.5f, new(Scalar.Float, 8)));
    }

    [Fact]
    public void Parentheses_stand_only_where_C_needs_them()
    {
        AssertText("f * g + f", Add(Mul(F, G), F));
        AssertText("f * (g + f)", Mul(F, Add(G, F)));
        AssertText("f + (g + f)", Add(F, Add(G, F)));
        AssertText("-(-f)", new Unary(UnaryOperator.Negate, new Unary(UnaryOperator.Negate, F)));
        AssertText("-(-1.0f)", new Unary(UnaryOperator.Negate, C(-1f)));
        AssertText("!(a < b)", new Unary(UnaryOperator.Not, Less(A, B)));
        AssertText("a < b && p || !p", Op(BinaryOperator.OrElse, Op(BinaryOperator.AndAlso, Less(A, B), P), new Unary(UnaryOperator.Not, P)));
        AssertText("p ? f : p ? g : f", new Select(P, F, new Select(P, G, F)));
        AssertText("(p ? f : g) * f", Mul(new Select(P, F, G), F));
    }

    [Fact]
    public void Vectors_are_C_s_own()
    {
        AssertText("fma(v, (float8)(x[a]), w)", Call(Function.Fma, V, new Splat(new Load(s_x, A, IrType.Float), V.Type), W));
        AssertText("vload8(0, &x[a + 8u])", new Load(s_x, Add(A, C(8)), V.Type));
        AssertText("fabs(v) * exp(w)", Mul(Call(Function.Abs, V), Call(Function.Exp, W)));
        AssertText("p ? v : w", new Select(P, V, W));
        AssertText("(float4)(f, f + g, v.s2, (v + w).s3)", new VectorOf([F, Add(F, G), new LaneOf(V, 2), new LaneOf(Add(V, W), 3)]));
        AssertText("sum_of_lanes8(v)", Call(Function.ReduceAdd, V));
        AssertText("largest_lanes8(v, w)", Call(Function.Max, V, W));
    }

    [Fact]
    public void Functions_have_C_s_names()
    {
        AssertText("round_float(f)", Call(Function.Round, F));
        AssertText("trunc(ceil(floor(f)))", Call(Function.Truncate, Call(Function.Ceiling, Call(Function.Floor, F))));
        AssertText("copysign(pow(f, g), tanh(f))", Call(Function.CopySign, Call(Function.Pow, F, G), Call(Function.Tanh, F)));
        AssertText("max_float(f, 0.0f)", Call(Function.Max, F, C(0f)));
        AssertText("fmod(f, g)", Op(BinaryOperator.Remainder, F, G));
        AssertText("(int)abs(a) < b", Less(Call(Function.Abs, A), B));
    }

    private static void AssertText(string expected, Expression expression)
    {
        var names = new OpenClNames();
        foreach (Variable variable in new[] { s_a, s_b, s_n, s_u, s_f, s_g, s_p, s_v, s_w }) names.Declare(variable, variable.Name);
        foreach (Memory memory in new[] { s_bytes, s_flags, s_x }) names.Declare(memory, memory.Name);
        Assert.Equal(expected, new OpenClExpressions(names, new OpenClHelpers(), new ValueRanges(new HashSet<Variable>())).Text(expression));
    }
}
