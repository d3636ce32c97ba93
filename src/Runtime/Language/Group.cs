using System.Runtime.CompilerServices;

namespace LiVOS.Runtime.Language;

/// <summary>The index of an item in its group.</summary>
public static class Group
{
    /// <summary>The item's number along the first axis.</summary>
    public static int IdxX => KernelContext.Current.GroupIndex.X;

    /// <summary>The item's number along the second axis.</summary>
    public static int IdxY => KernelContext.Current.GroupIndex.Y;

    /// <summary>The item's number along the third axis.</summary>
    public static int IdxZ => KernelContext.Current.GroupIndex.Z;

    /// <summary>The number of items along the first axis.</summary>
    public static int DimX => KernelContext.Current.GroupSize.X;

    /// <summary>The number of items along the second axis.</summary>
    public static int DimY => KernelContext.Current.GroupSize.Y;

    /// <summary>The number of items along the third axis.</summary>
    public static int DimZ => KernelContext.Current.GroupSize.Z;

    /// <summary>Waits until every item of the group has reached this barrier. Writes before it are visible after it.</summary>
    /// <param name="line">The source line, which the C# compiler fills in. The race checker identifies barriers by it.</param>
    public static void Barrier([CallerLineNumber] int line = 0) => KernelContext.Current.Barrier(line);
}
