using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace LiVOS.Runtime.Language;

/// <summary>Hints about what a kernel reads soon. They never change a result, and only processors of the x86 family take them.</summary>
public static unsafe class Prefetch
{
    /// <summary>Asks for the cache line of an element, to be brought to the second cache.</summary>
    /// <param name="view">A view.</param>
    /// <param name="index">The element; it may lie outside the view, where nothing is read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(ArrayView<float> view, int index)
    {
        if (Sse.IsSupported) Sse.Prefetch1(view.Pointer + index);
    }
}
