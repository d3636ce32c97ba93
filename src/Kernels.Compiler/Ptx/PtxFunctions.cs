using System;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>
/// MathF's functions, which PTX lacks, as instructions in place. Errors are given in units in the last place; they were measured against
/// double over millions of numbers with exact ex2. CUDA's own functions take the same steps where they are as short.
/// </summary>
internal sealed partial class PtxFunctions(PtxText text)
{
    private const string Infinity = "0f7F800000", NaN = "0f7FC00000", Zero = "0f00000000", One = "0f3F800000", Log2E = "0f3FB8AA3B";

    /// <summary>e^x within 2 units, as CUDA's: 2^n 2^r with x = (n + r) ln 2, r from -1/2 to 1/2 and beyond where n would be no float's exponent.</summary>
    public string Exp(string? into, string x)
    {
        string part = F("fma.rn.sat.f32", x, Float(1 / 252f / 0.6931472f), Float(0.5f));
        string n = F("fma.rn.f32", part, Float(252), Float(12582913));
        string r = F("fma.rn.f32", x, Log2E, F("sub.rn.f32", Float(12582912 + 127), n));
        r = F("fma.rn.f32", x, "0f32A57060", r);
        string power = text.Make("mov.b32", "f32", null, text.Make("shl.b32", "b32", null, Bits(n), "23"));
        return text.Make("mul.rn.f32", "f32", into, F("ex2.approx.f32", r), power);
    }

    /// <summary>The natural logarithm within 1 unit: n ln 2 + log(1 + f), f from -1/3 to 1/3 and a polynomial of it.</summary>
    public string Log(string? into, string x)
    {
        string isTiny = P("setp.lt.f32", x, "0f00800000");
        string scaled = text.Make("selp.f32", "f32", null, F("mul.rn.f32", x, Float(8388608)), x, isTiny), shift = F("selp.f32", Float(-23), Zero, isTiny);
        string bits = Bits(scaled);
        string exponent = R("and.b32", R("sub.s32", bits, "0x3F2AAAAB"), "0xFF800000");
        string f = F("sub.rn.f32", text.Make("mov.b32", "f32", null, R("sub.s32", bits, exponent)), One);
        string n = F("fma.rn.f32", F("cvt.rn.f32.s32", exponent), Float(1 / 8388608f), shift);
        string square = F("mul.rn.f32", f, f);
        string even = Polynomial(square, -0.130310059f, -0.121483512f, -0.166846126f, -0.249996200f);
        string odd = Polynomial(square, 0.140869141f, 0.139814854f, 0.200120345f);
        string log = F("fma.rn.f32", odd, f, even);
        log = F("fma.rn.f32", log, f, Float(0.333331972f));
        log = F("fma.rn.f32", log, f, Float(-0.5f));
        log = F("fma.rn.f32", log, square, f);
        log = F("fma.rn.f32", n, Float(0.6931472f), log);

        // It is infinite for 0 and infinity, and NaN for negative values and NaN.
        string isNumber = P("setp.ge.f32", x, Zero);
        log = F("selp.f32", log, NaN, isNumber);
        log = F("selp.f32", "0fFF800000", log, P("setp.eq.f32", x, Zero));
        return text.Make("selp.f32", "f32", into, Infinity, log, P("setp.eq.f32", x, Infinity));
    }

    /// <summary>The hyperbolic tangent within 2 units: 1 - 2 / (e^2|x| + 1), and a polynomial where that would cancel.</summary>
    public string Tanh(string? into, string x)
    {
        string magnitude = F("abs.f32", x);
        string power = Exp(null, F("add.rn.f32", magnitude, magnitude));
        string large = F("sub.rn.f32", One, F("div.rn.f32", Float(2), F("add.rn.f32", power, One)));
        large = F("copysign.f32", x, large);
        string square = F("mul.rn.f32", x, x);
        string small = Polynomial(square, 1.57394409e-2f, -5.23025580e-2f, 1.33152470e-1f, -3.33327681e-1f);
        small = F("fma.rn.f32", F("fma.rn.f32", small, square, Zero), x, x); // with + 0, so that -0 stays
        return text.Make("selp.f32", "f32", into, large, small, P("setp.ge.f32", magnitude, Float(0.599609375f)));
    }

    /// <summary>The remainder of a division towards zero, exactly: the divisor is doubled up to the dividend, and subtracted all the way down.</summary>
    public string Remainder(string? into, string x, string y)
    {
        string rest = F("abs.f32", InRegister(x)), by = F("abs.f32", InRegister(y)), multiple = F("mov.f32", by);
        string up = text.Label("remainder"), down = up + "$down", end = up + "$end";
        string isNumber = P("and.pred", P("setp.lt.f32", rest, Infinity), P("setp.gt.f32", by, Zero));
        text.Jump(end, P("and.pred", isNumber, P("setp.ge.f32", rest, by)), when: false);
        text.Place(up);
        string twice = F("add.rn.f32", multiple, multiple), goesOn = P("setp.le.f32", twice, rest);
        text.Guarded($"mov.f32 {multiple}, {twice};", goesOn, true);
        text.Jump(up, goesOn);
        text.Place(down);
        text.Guarded($"sub.rn.f32 {rest}, {rest}, {multiple};", P("setp.ge.f32", rest, multiple), true);
        text.Do("mul.rn.f32", multiple, multiple, Float(0.5f));
        text.Jump(down, P("setp.ge.f32", multiple, by));
        text.Place(end);
        return text.Make("selp.f32", "f32", into, F("copysign.f32", x, rest), NaN, isNumber);
    }

    private static string Float(float number) => PtxLiterals.Float(number);

    private static string Double(double number) => $"0d{BitConverter.DoubleToInt64Bits(number):X16}";

    /// <summary>Horner's scheme, the highest power's coefficient first.</summary>
    private string Polynomial(string x, params float[] coefficients)
    {
        string sum = Float(coefficients[0]);
        for (int i = 1; i < coefficients.Length; i++) sum = F("fma.rn.f32", sum, x, Float(coefficients[i]));
        return sum;
    }

    private string InRegister(string value) => value[0] == '%' ? value : F("mov.f32", value);

    private string Bits(string x) => text.Make("mov.b32", "b32", null, x);

    private string F(string instruction, params string[] operands) => text.Make(instruction, "f32", null, operands);

    private string D(string instruction, params string[] operands) => text.Make(instruction, "f64", null, operands);

    private string R(string instruction, params string[] operands) => text.Make(instruction, "b32", null, operands);

    private string L(string instruction, params string[] operands) => text.Make(instruction, "b64", null, operands);

    private string P(string instruction, params string[] operands) => text.Make(instruction, "pred", null, operands);
}
