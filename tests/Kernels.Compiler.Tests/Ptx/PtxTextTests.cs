using LiVOS.Kernels.Compiler.Ptx;

namespace LiVOS.Kernels.Compiler.Tests.Ptx;

/// <summary>C# kernels and the PTX that becomes of them.</summary>
public class PtxTextTests
{
    [Fact]
    public void A_kernel_over_vectors() => AssertText(4,
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
        .
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
        .
        """);

    [Fact]
    public void Choices_and_loops() => AssertText(0,
        """
        /// <summary>The place of each key, and how often its neighbour is there too.</summary>
        [Kernel]
        public static void Find(Index1D item, ArrayView<int> keys, ArrayView<byte> flags, ArrayView<long> places, int items, bool all)
        {
            int found = -1;
            for (int i = 0; i < items; i++)
            {
                if (keys[i] < 0) continue;
                if (keys[i] == item && (all || flags[i] != 0)) { found = i; break; }
            }

            if (found < 0) return;
            places[item] = found > 0 ? keys[found - 1] : 7;
        }
        """,
        """
        .
        """);

    private static void AssertText(int lanes, string kernel, string text) => Assert.Equal(text, PtxRenderer.Render(Lowered.Members(kernel).Kernel(lanes)));
}
