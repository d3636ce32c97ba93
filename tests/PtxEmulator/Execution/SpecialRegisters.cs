namespace LiVOS.PtxEmulator.Execution;

/// <summary>The special registers that the emulator knows, by their place in <see cref="Warp.Special"/>. All are .u32.</summary>
internal static class SpecialRegisters
{
    private static readonly string[] s_names =
    [
        "%tid.x", "%tid.y", "%tid.z", "%ntid.x", "%ntid.y", "%ntid.z", "%ctaid.x", "%ctaid.y", "%ctaid.z", "%nctaid.x", "%nctaid.y", "%nctaid.z",
        "%laneid", "%warpid", "%nwarpid", "%dynamic_smem_size",
    ];

    public static int Count => s_names.Length;

    /// <summary>Its number; below 0 if there is none of that name.</summary>
    public static int Find(string name) => Array.IndexOf(s_names, name);

    /// <summary>Whether a name without a component belongs to special registers, known or not, and cannot be declared.</summary>
    public static bool IsReserved(string name) => s_names.Any(special => special == name || special.StartsWith(name + ".", StringComparison.Ordinal))
        || name is "%nsmid" or "%smid" or "%gridid" or "%clock" or "%clock64" or "%clock_hi" or "%globaltimer" or "%is_explicit_cluster"
            or "%lanemask_eq" or "%lanemask_le" or "%lanemask_lt" or "%lanemask_ge" or "%lanemask_gt" or "%total_smem_size";
}
