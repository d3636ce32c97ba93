namespace LiVOS.PtxEmulator.Execution;

/// <summary>
/// Which element of a matrix each lane holds, as "Matrix Fragments for mma.m16n8k8" and "mma.m16n8k16" of the PTX ISA say.
/// A lane belongs to group lane / 4 and is number lane % 4 in it.
/// </summary>
internal static class Fragments
{
    /// <summary>A's element i of .f16 in the shapes m16n8k8 (4 elements) and m16n8k16 (8).</summary>
    public static (int Row, int Column) HalfA(int lane, int i) => ((lane >> 2) + (i & 2) * 4, ((lane & 3) * 2) + (i & 1) + ((i & 4) * 2));

    /// <summary>B's element i of .f16 in the shapes m16n8k8 (2 elements) and m16n8k16 (4).</summary>
    public static (int Row, int Column) HalfB(int lane, int i) => (((lane & 3) * 2) + (i & 1) + ((i & 2) * 4), lane >> 2);

    /// <summary>A's element i of .tf32 in the shapes m16n8k4 (2 elements) and m16n8k8 (4).</summary>
    public static (int Row, int Column) Tf32A(int lane, int i) => ((lane >> 2) + ((i & 1) * 8), (lane & 3) + ((i & 2) * 2));

    /// <summary>B's element i of .tf32 in the shapes m16n8k4 (1 element) and m16n8k8 (2).</summary>
    public static (int Row, int Column) Tf32B(int lane, int i) => ((lane & 3) + (i * 4), lane >> 2);

    /// <summary>Element i of 4 of the sums.</summary>
    public static (int Row, int Column) Sum(int lane, int i) => ((lane >> 2) + ((i & 2) * 4), ((lane & 3) * 2) + (i & 1));
}
