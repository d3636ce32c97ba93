using System.Collections.Generic;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.OpenCl;

/// <summary>Functions that C# has and OpenCL C lacks: each is written before a kernel that calls it.</summary>
internal sealed class OpenClHelpers
{
    private readonly Dictionary<string, string> _functions = [];

    /// <summary>The text of those in use, in the order of their first use; a function comes after those that it calls.</summary>
    public IEnumerable<string> Functions => _functions.Values;

    /// <summary><c>MathF.Max</c>, to the bit.</summary>
    public string Max() => Use("max_float",
        """
        // MathF.Max: NaN if either is, and 0 above -0.
        float max_float(float a, float b)
        {
            return a == b ? as_float(as_int(a) & as_int(b)) : a > b || isnan(a) ? a : b;
        }
        """);

    /// <summary><c>MathF.Min</c>, to the bit.</summary>
    public string Min() => Use("min_float",
        """
        // MathF.Min: NaN if either is, and -0 below 0.
        float min_float(float a, float b)
        {
            return a == b ? as_float(as_int(a) | as_int(b)) : a < b || isnan(a) ? a : b;
        }
        """);

    /// <summary><c>MathF.Round</c>, to the bit. OpenCL's <c>rint</c> is that too, but PoCL 3.1 crashes on <c>rint(3e9f)</c>.</summary>
    public string Round() => Use("round_float",
        """
        // MathF.Round: halves to the even integer. From 2^23 on floats are integers; below, adding that leaves no room for a fraction.
        float round_float(float x)
        {
            const float integers = copysign(8388608.0f, x);
            return fabs(x) < 8388608.0f ? copysign(x + integers - integers, x) : x;
        }
        """);

    /// <summary>The larger lanes of two vectors, as x86 does it: the second one's where either is NaN.</summary>
    public string Max(int lanes) => Use($"largest_lanes{lanes}",
        $$"""
        // TVec.Max: b's lane unless a's is larger.
        float{{lanes}} largest_lanes{{lanes}}(float{{lanes}} a, float{{lanes}} b)
        {
            return a > b ? a : b;
        }
        """);

    /// <summary>The smaller lanes of two vectors, as x86 does it: the second one's where either is NaN.</summary>
    public string Min(int lanes) => Use($"smallest_lanes{lanes}",
        $$"""
        // TVec.Min: b's lane unless a's is smaller.
        float{{lanes}} smallest_lanes{{lanes}}(float{{lanes}} a, float{{lanes}} b)
        {
            return a < b ? a : b;
        }
        """);

    /// <summary>The sum of a vector's lanes: neighbours first, as .NET adds them.</summary>
    public string Sum(int lanes)
    {
        string halves = "";
        string sum = "a";
        for (int half = lanes / 2; half > 1; half /= 2)
        {
            halves += $"    const float{half} sum{half} = {sum}.even + {sum}.odd;\n";
            sum = $"sum{half}";
        }

        return Use($"sum_of_lanes{lanes}",
            $$"""
            // TVec.ReduceAdd: neighbours first.
            float sum_of_lanes{{lanes}}(float{{lanes}} a)
            {
            {{halves}}    return {{sum}}.x + {{sum}}.y;
            }
            """);
    }

    /// <summary>The largest of a vector's lanes: halves against each other, as the C# does it.</summary>
    public string Largest(int lanes)
    {
        string halves = "";
        string largest = "a";
        for (int half = lanes / 2; half > 1; half /= 2)
        {
            halves += $"    const float{half} max{half} = {Max(half)}({largest}.lo, {largest}.hi);\n";
            largest = $"max{half}";
        }

        return Use($"largest_of_lanes{lanes}",
            $$"""
            // TVec.ReduceMax.
            float largest_of_lanes{{lanes}}(float{{lanes}} a)
            {
            {{halves}}    return {{Max()}}({{largest}}.x, {{largest}}.y);
            }
            """);
    }

    /// <summary>Adds to a float in memory and returns the previous value.</summary>
    public string AtomicAdd(MemorySpace space)
    {
        string qualifier = space == MemorySpace.Buffer ? "__global" : "__local";
        string name = space == MemorySpace.Buffer ? "atomic_add_float" : "atomic_add_local_float";
        return Use(name,
            $$"""
            // Atomic.Add of a float, by its bits: tried again until nobody came between.
            float {{name}}(volatile {{qualifier}} float* element, float value)
            {
                volatile {{qualifier}} int* const bits = (volatile {{qualifier}} int*)element;
                int before, seen = *bits;
                do
                {
                    before = seen;
                    seen = atomic_cmpxchg(bits, before, as_int(as_float(before) + value));
                } while (seen != before);
                return as_float(before);
            }
            """);
    }

    /// <summary>Asks for <c>Warp</c>: sub-groups, where the runtime says that the device has them.</summary>
    public void UseWarps() => Use("warp",
        """
        #if defined(LIVOS_KHR_WARPS)
        #pragma OPENCL EXTENSION cl_khr_subgroups : enable
        #define warp_size() get_max_sub_group_size()
        #define warp_lane() get_sub_group_local_id()
        #define warp_shuffle(value, lane) sub_group_shuffle(value, lane)
        #elif defined(LIVOS_INTEL_WARPS)
        #pragma OPENCL EXTENSION cl_intel_subgroups : enable
        #define warp_size() get_max_sub_group_size()
        #define warp_lane() get_sub_group_local_id()
        #define warp_shuffle(value, lane) intel_sub_group_shuffle(value, lane)
        #else // a warp is one item
        #define warp_size() 1
        #define warp_lane() 0
        #define warp_shuffle(value, lane) (value)
        #endif
        """);

    private string Use(string name, string text)
    {
        _functions[name] = text.Replace("\r\n", "\n");
        return name;
    }
}
