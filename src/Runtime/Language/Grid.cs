namespace LiVOS.Runtime.Language;

/// <summary>The index of an item's group in the launch.</summary>
public static class Grid
{
    /// <summary>The group's number along the first axis.</summary>
    public static int IdxX => KernelContext.Current.GridIndex.X;

    /// <summary>The group's number along the second axis.</summary>
    public static int IdxY => KernelContext.Current.GridIndex.Y;

    /// <summary>The group's number along the third axis.</summary>
    public static int IdxZ => KernelContext.Current.GridIndex.Z;

    /// <summary>The number of groups along the first axis.</summary>
    public static int DimX => KernelContext.Current.GridSize.X;

    /// <summary>The number of groups along the second axis.</summary>
    public static int DimY => KernelContext.Current.GridSize.Y;

    /// <summary>The number of groups along the third axis.</summary>
    public static int DimZ => KernelContext.Current.GridSize.Z;
}
