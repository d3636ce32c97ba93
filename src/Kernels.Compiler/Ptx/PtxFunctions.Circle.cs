namespace LiVOS.Kernels.Compiler.Ptx;

/// <content>Sine and cosine.</content>
internal sealed partial class PtxFunctions
{
    private const float LargestShort = 105615;

    // 2/pi, 28 bits in each: the product with a float's 24 is exact.
    private static readonly string[] s_twoByPi =
    [
        "0d3FE45F306C000000", "0d3E2C9C882A000000", "0d3C44FE13A8000000", "0d3A9F47D4D0000000", "0d38EBB81B6C000000", "0d3704ACC9E0000000",
        "0d3550E4107C000000",
    ];

    /// <summary>The sine or cosine within 2 units: x = (q + r) pi / 2, r from -1/2 to 1/2; q's last bits choose between polynomials for both, and the
    /// sign.</summary>
    public string SinCos(string? into, string x, bool isCos)
    {
        // Up to 105615 pi / 2 in three parts is as exact as floats can tell.
        string shifted = F("fma.rn.f32", x, Float(0.636619747f), Float(12582912)), turns = F("sub.rn.f32", shifted, Float(12582912));
        string r = F("fma.rn.f32", turns, Float(-1.57079601f), x);
        r = F("fma.rn.f32", turns, Float(-3.13916473e-7f), r);
        r = F("fma.rn.f32", turns, Float(-5.39030253e-15f), r);
        string quarter = R("cvt.rzi.s32.f32", turns), done = text.Label("circle");
        text.Jump(done, P("setp.le.f32", F("abs.f32", x), Float(LargestShort)));
        text.Indent();
        ReduceExactly(x, r, quarter);
        text.Outdent();
        text.Place(done);

        if (isCos) quarter = R("add.s32", quarter, "1");
        string square = F("mul.rn.f32", r, r);
        string sine = Polynomial(square, 2.86567956e-6f, -1.98559923e-4f, 8.33338592e-3f, -1.66666672e-1f);
        sine = F("fma.rn.f32", sine, F("fma.rn.f32", r, square, Zero), r); // with + 0, so that -0 stays
        string cosine = Polynomial(square, 2.44677067e-5f, -1.38877297e-3f, 4.16666567e-2f, -0.5f, 1);
        string value = F("selp.f32", cosine, sine, P("setp.ne.s32", R("and.b32", quarter, "1"), "0"));
        return text.Make("selp.f32", "f32", into, F("neg.f32", value), value, P("setp.ne.s32", R("and.b32", quarter, "2"), "0"));
    }

    /// <summary>The same for all floats, in double: each part of x 2/pi loses its multiples of 4 before they are added.</summary>
    private void ReduceExactly(string x, string r, string quarter)
    {
        string wide = D("cvt.f64.f32", x), sum = "";
        foreach (string part in s_twoByPi)
        {
            string product = D("mul.rn.f64", wide, part);
            string fours = D("cvt.rni.f64.f64", D("mul.rn.f64", product, Double(0.25)));
            product = D("fma.rn.f64", fours, Double(-4), product);
            sum = sum.Length == 0 ? product : D("add.rn.f64", sum, product);
        }

        string turns = D("cvt.rni.f64.f64", sum);
        text.Make("cvt.rzi.s32.f64", "b32", quarter, turns);
        text.Make("cvt.rn.f32.f64", "f32", r, D("mul.rn.f64", D("sub.rn.f64", sum, turns), Double(System.Math.PI / 2)));
    }
}
