namespace LiVOS.Kernels.Compiler.Ptx;

/// <content>Powers.</content>
internal sealed partial class PtxFunctions
{
    /// <summary>x^y within 1 unit: 2^(y log2 |x|) in double, then the cases in which that is not it, as MathF has them.</summary>
    public string Pow(string? into, string x, string y)
    {
        (x, y) = (InRegister(x), InRegister(y));
        string size = F("abs.f32", x);
        string power = F("cvt.rn.f32.f64", Exp2(D("mul.rn.f64", D("cvt.f64.f32", y), Log2(size))));

        string isGrowing = P("setp.gt.f32", y, Zero);
        power = F("selp.f32", F("selp.f32", Zero, Infinity, isGrowing), power, P("setp.eq.f32", size, Zero));
        power = F("selp.f32", F("selp.f32", Infinity, Zero, isGrowing), power, P("setp.eq.f32", size, Infinity));

        // Of a number below 0 only whole powers exist; the odd ones keep its sign.
        string half = F("mul.rn.f32", y, Float(0.5f));
        string isWhole = P("setp.eq.f32", F("cvt.rzi.f32.f32", y), y);
        string isOdd = P("and.pred", isWhole, P("setp.neu.f32", F("cvt.rzi.f32.f32", half), half));
        power = F("selp.f32", F("copysign.f32", x, power), power, isOdd);
        string isFiniteBelow = P("and.pred", P("setp.lt.f32", x, Zero), P("setp.lt.f32", size, Infinity));
        string isNone = P("and.pred", isFiniteBelow, P("not.pred", isWhole));
        power = F("selp.f32", NaN, power, P("or.pred", isNone, P("setp.nan.f32", x, y)));

        // 1 to the power of anything is 1, as is anything to that of 0, and -1 to that of an infinity.
        string isInfinite = P("and.pred", P("setp.eq.f32", size, One), P("setp.eq.f32", F("abs.f32", y), Infinity));
        string isOne = P("or.pred", P("or.pred", P("setp.eq.f32", x, One), P("setp.eq.f32", y, Zero)), isInfinite);
        return text.Make("selp.f32", "f32", into, One, power, isOne);
    }

    /// <summary>The logarithm of a float above 0, in double: n + log2 m, m from sqrt 1/2 to sqrt 2, by the series of artanh (m - 1) / (m + 1).</summary>
    private string Log2(string x)
    {
        string bits = text.Make("mov.b64", "b64", null, D("cvt.f64.f32", x));
        string exponent = L("shr.s64", L("sub.s64", bits, "0x3FE6A09E00000000"), "52");
        string m = text.Make("mov.b64", "f64", null, L("sub.s64", bits, L("shl.b64", exponent, "52")));
        string s = D("div.rn.f64", D("sub.rn.f64", m, Double(1)), D("add.rn.f64", m, Double(1)));
        string square = D("mul.rn.f64", s, s), sum = Double(1.0 / 15);
        for (int divisor = 13; divisor > 0; divisor -= 2) sum = D("fma.rn.f64", sum, square, Double(1.0 / divisor));
        return D("fma.rn.f64", D("mul.rn.f64", s, Double(2 / System.Math.Log(2))), sum, D("cvt.rn.f64.s64", exponent));
    }

    /// <summary>2^x in double, to the precision of a float; values beyond a float's range stay beyond.</summary>
    private string Exp2(string x)
    {
        x = D("max.f64", D("min.f64", x, Double(200)), Double(-200));
        string n = D("cvt.rni.f64.f64", x), r = D("mul.rn.f64", D("sub.rn.f64", x, n), Double(System.Math.Log(2)));
        double factorial = 40320;
        string sum = Double(1 / factorial);
        for (int k = 8; k > 0; k--)
        {
            factorial /= k;
            sum = D("fma.rn.f64", sum, r, Double(1 / factorial));
        }

        string exponent = L("shl.b64", L("cvt.rzi.s64.f64", n), "52");
        return text.Make("mov.b64", "f64", null, L("add.s64", text.Make("mov.b64", "b64", null, sum), exponent));
    }
}
