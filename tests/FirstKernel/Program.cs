using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiVOS.Runtime.Language;

// A program whose first use of the runtime is a kernel that it calls itself.
unsafe
{
    const int Count = 1000;
    float* memory = (float*)NativeMemory.AllocZeroed(Count, sizeof(float));
    Console.WriteLine(Kernels.Sum(new ArrayView<float>(memory, Count)));
    NativeMemory.Free(memory);
}

internal static class Kernels
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float Sum(ArrayView<float> values)
    {
        float sum = 0;
        for (int i = 0; i < values.Length; i++) sum += values[i];
        return sum;
    }
}
