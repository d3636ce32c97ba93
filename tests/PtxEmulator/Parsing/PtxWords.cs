using System.Text.RegularExpressions;

namespace LiVOS.PtxEmulator.Parsing;

/// <summary>Which words may be names.</summary>
internal static partial class PtxWords
{
    // "Reserved Instruction Keywords" of the PTX ISA.
    private static readonly HashSet<string> s_reserved =
    [
        .. """
            abs activemask add addc alloca and applypriority atom bar barrier bfe bfi bfind bmsk bra brev brkpt brx call clz cnot copysign cos cp createpolicy
            cvt cvta discard div dp2a dp4a elect ex2 exit fence fma fns getctarank griddepcontrol isspacep istypep ld ldmatrix ldu lg2 lop3 mad mad24 madc mapa
            match max mbarrier membar min mma mov movmatrix mul mul24 multimem nanosleep neg not or pmevent popc prefetch prefetchu prmt rcp red redux rem ret
            rsqrt sad selp set setmaxnreg setp shf shfl shl shr sin slct sqrt st stackrestore stacksave stmatrix sub subc suld suq sured surst sust szext tanh
            testp tex tld4 trap txq vabsdiff vadd vavrg vmad vmax vmin vote vset vshl vshr vsub wait wgmma wmma xor WARP_SZ
            """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];

    public static void CheckName(string name, int line)
    {
        if (!Name().IsMatch(name)) throw new PtxException(line, $"'{name}' cannot be a name.");
        if (s_reserved.Contains(name)) throw new PtxException(line, $"'{name}' is an instruction's word and cannot be a name.");
        if (SpecialRegisters.IsReserved(name)) throw new PtxException(line, $"'{name}' is a special register and cannot be declared.");
    }

    [GeneratedRegex("^([a-zA-Z][a-zA-Z0-9_$]*|[_$%][a-zA-Z0-9_$]+)$")]
    private static partial Regex Name();
}
