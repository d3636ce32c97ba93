using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace LiVOS.Kernels.Compiler.OpenCl;

/// <summary>The words that OpenCL C has taken: keywords, types, functions and macros.</summary>
internal static class OpenClWords
{
    private static readonly HashSet<string> s_words =
    [
        .. """
            auto break case char const continue default do double else enum extern float for goto half if inline int long register restrict
            return short signed sizeof static struct switch typedef union unsigned void volatile while bool uchar ushort uint ulong quad
            complex imaginary size_t ptrdiff_t intptr_t uintptr_t sampler_t event_t queue_t ndrange_t clk_event_t reserve_id_t
            global local constant private generic kernel read_only write_only read_write pipe uniform true false main asm typeof this
            barrier mem_fence prefetch printf shuffle shuffle2 select any all dot cross distance length normalize step smoothstep mix clamp
            degrees radians sign abs abs_diff add_sat hadd rhadd clz ctz mad24 mad_hi mad_sat mul24 mul_hi max min rotate sub_sat upsample
            popcount acos acosh acospi asin asinh asinpi atan atan2 atanh atanpi atan2pi cbrt ceil copysign cos cosh cospi erfc erf exp exp2
            exp10 expm1 fabs fdim floor fma fmax fmin fmod fract frexp hypot ilogb ldexp lgamma lgamma_r log log2 log10 log1p logb mad maxmag
            minmag modf nan nextafter pow pown powr remainder remquo rint rootn round rsqrt sin sincos sinh sinpi sqrt tan tanh tanpi tgamma
            trunc isequal isnotequal isgreater isgreaterequal isless islessequal islessgreater isfinite isinf isnan isnormal isordered
            isunordered signbit bitselect wait_group_events vec_step to_global to_local to_private ballot
            INFINITY NAN MAXFLOAT HUGE_VAL HUGE_VALF CHAR_BIT NULL EOF
            """.Split([' ', '\r', '\n'], System.StringSplitOptions.RemoveEmptyEntries),
    ];

    private static readonly Regex s_families = new(
        """
        ^(
            (u?char|u?short|u?int|u?long|half|float|double|bool|quad) (2|3|4|8|16)
          | image \w* _t | __ \w* | _[A-Z] \w* | (CLK|CL|FP|M) _ \w* | cl_ \w* | (FLT|DBL|HALF|INT|UINT|LONG|ULONG|CHAR|SCHAR|UCHAR|SHRT|USHRT) _ \w*
          | (convert|as|native|half|atomic|atom|get|read|write|async|sub_group|work_group|enqueue|memory|intel) _ \w*
          | (vload|vstore) _? \w* | (max|min) _float | (largest|smallest) _lanes\d* | (sum|largest)_of_lanes\d* | warp_(size|lane|shuffle)
        )$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture);

    /// <summary>Whether a variable must not have this name.</summary>
    public static bool IsReserved(string name) => s_words.Contains(name) || s_families.IsMatch(name);
}
