using LiVOS.Kernels.Compiler.OpenCl;

namespace LiVOS.Kernels.Compiler.Tests.OpenCl;

/// <summary>C# kernels and the OpenCL C that becomes of them.</summary>
public class OpenClTextTests
{
    [Fact]
    public void A_kernel_over_vectors() => AssertText(8,
        """
        /// <summary>Rows to the sum of 1.</summary>
        [Kernel]
        public static void Normalize<TVec>(Index1D row, ArrayView<float> x, ArrayView<float> y, int channels) where TVec : struct, IVec<TVec>
        {
            int start = row * channels, end = start + channels;
            TVec sum = TVec.Splat(0);
            for (int c = start; c < end; c += TVec.Width) sum += Square(TVec.Load(x, c));
            TVec scale = TVec.Splat(1 / TVec.ReduceAdd(sum));
            for (int c = start; c < end; c += TVec.Width) TVec.Store(TVec.Load(x, c) * scale, y, c);
        }

        private static TVec Square<TVec>(TVec x) where TVec : struct, IVec<TVec> => x * x;
        """,
        """
        // Ops.Normalize, vectors of 8 floats
        #pragma OPENCL FP_CONTRACT OFF

        // TVec.ReduceAdd: neighbours first.
        float sum_of_lanes8(float8 a)
        {
            const float4 sum4 = a.even + a.odd;
            const float2 sum2 = sum4.even + sum4.odd;
            return sum2.x + sum2.y;
        }

        __kernel void Normalize(
            const int items, __global const float* x_buffer, const long x_offset, __global float* y_buffer, const long y_offset,
            const int channels)
        {
            __global const float* const x = x_buffer + x_offset;
            __global float* const y = y_buffer + y_offset;
            const int row = (int)get_global_id(0);
            if (row >= items) return;

            int start = (uint)row * channels, end = (uint)start + channels;
            float8 sum = (float8)(0.0f);
            for (int c = start; c < end; c += 8u)
            {
                float8 x2 = vload8(0, &x[c]);
                sum += x2 * x2;
            }
            float8 scale = (float8)(1.0f / sum_of_lanes8(sum));
            for (int c = start; c < end; c += 8u) vstore8(vload8(0, &x[c]) * scale, 0, &y[c]);
        }

        """);

    [Fact]
    public void A_kernel_with_barriers() => AssertText(0,
        """
        /// <summary>A group's items in reverse.</summary>
        [Kernel]
        public static void Reverse(ArrayView<int> x)
        {
            ArrayView<int> tile = SharedMemory.Allocate<int>(64);
            int first = Grid.IdxX * Group.DimX;
            tile[Group.IdxX] = x[first + Group.IdxX];
            Group.Barrier();
            x[first + Group.IdxX] = tile[Group.DimX - 1 - Group.IdxX];
        }
        """,
        """
        // Ops.Reverse
        #pragma OPENCL FP_CONTRACT OFF

        __kernel void Reverse(
            __global int* x_buffer, const long x_offset)
        {
            __local int tile[64];
            __global int* const x = x_buffer + x_offset;

            int first = (uint)get_group_id(0) * (int)get_local_size(0);
            tile[(int)get_local_id(0)] = x[(uint)first + (int)get_local_id(0)];
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            x[(uint)first + (int)get_local_id(0)] = tile[(int)get_local_size(0) - 1 - (int)get_local_id(0)];
        }

        """);

    [Fact]
    public void Integers_that_wrap_around() => AssertText(0,
        """
        /// <summary>A linear congruential generator's next number.</summary>
        [Kernel]
        public static void Next(Index1D i, ArrayView<int> seeds, ArrayView<float> numbers)
        {
            int seed = seeds[i] * 1664525 + 1013904223;
            seeds[i] = seed;
            numbers[i] = (seed >>> 8) * (1f / (1 << 24));
        }
        """,
        """
        // Ops.Next
        #pragma OPENCL FP_CONTRACT OFF

        __kernel void Next(
            const int items, __global int* seeds_buffer, const long seeds_offset,
            __global float* numbers_buffer, const long numbers_offset)
        {
            __global int* const seeds = seeds_buffer + seeds_offset;
            __global float* const numbers = numbers_buffer + numbers_offset;
            const int i = (int)get_global_id(0);
            if (i >= items) return;

            int seed = seeds[i] * 1664525u + 1013904223;
            seeds[i] = seed;
            numbers[i] = (float)(int)((uint)seed >> 8) * 5.9604645e-08f;
        }

        """);

    private static void AssertText(int lanes, string kernel, string text) => Assert.Equal(text, OpenClRenderer.Render(Lowered.Members(kernel).Kernel(lanes)));
}
