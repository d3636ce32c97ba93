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
            for (int c = start; c < end; c += TVec.Width) TVec.StoreAligned(TVec.LoadAligned(x, c) * scale, y, c);
        }

        private static TVec Square<TVec>(TVec x) where TVec : struct, IVec<TVec> => x * x;
        """,
        """
        // Ops.Normalize, vectors of 4 floats
        .version 7.0
        .target sm_70
        .address_size 64

        .visible .entry Normalize(
            .param .s32 param_items,
            .param .u64 param_x,
            .param .u64 param_y,
            .param .s32 param_channels)
        {
            .reg .pred %p<4>;
            .reg .b32 %items, %row, %channels, %start, %end, %c, %r<4>;
            .reg .b64 %x, %y, %rd<7>;
            .reg .f32 %sum$<4>, %x_2$<4>, %scale$<4>, %f<17>;

            mov.u32 %r1, %ctaid.x;
            mov.u32 %r2, %ntid.x;
            mov.u32 %r3, %tid.x;
            mad.lo.s32 %row, %r1, %r2, %r3;
            ld.param.s32 %items, [param_items];
            setp.ge.u32 %p1, %row, %items;
            @%p1 ret;
            ld.param.u64 %x, [param_x];
            cvta.to.global.u64 %x, %x;
            ld.param.u64 %y, [param_y];
            cvta.to.global.u64 %y, %y;
            ld.param.s32 %channels, [param_channels];
            mul.lo.s32 %start, %row, %channels;
            add.s32 %end, %start, %channels;
            mov.f32 %sum$0, 0f00000000; // 0
            mov.f32 %sum$1, 0f00000000; // 0
            mov.f32 %sum$2, 0f00000000; // 0
            mov.f32 %sum$3, 0f00000000; // 0
            mov.b32 %c, %start;
        for_c:
            setp.lt.s32 %p2, %c, %end;
            @!%p2 bra for_c$end;
                mul.wide.s32 %rd1, %c, 4;
                add.s64 %rd2, %x, %rd1;
                ld.global.f32 %x_2$0, [%rd2];
                ld.global.f32 %x_2$1, [%rd2+4];
                ld.global.f32 %x_2$2, [%rd2+8];
                ld.global.f32 %x_2$3, [%rd2+12];
                mul.rn.f32 %f1, %x_2$0, %x_2$0;
                mul.rn.f32 %f2, %x_2$1, %x_2$1;
                mul.rn.f32 %f3, %x_2$2, %x_2$2;
                mul.rn.f32 %f4, %x_2$3, %x_2$3;
                add.rn.f32 %sum$0, %sum$0, %f1;
                add.rn.f32 %sum$1, %sum$1, %f2;
                add.rn.f32 %sum$2, %sum$2, %f3;
                add.rn.f32 %sum$3, %sum$3, %f4;
        for_c$next:
                add.s32 %c, %c, 4;
                bra for_c;
        for_c$end:
            add.rn.f32 %f5, %sum$0, %sum$1;
            add.rn.f32 %f6, %sum$2, %sum$3;
            add.rn.f32 %f7, %f5, %f6;
            div.rn.f32 %f8, 0f3F800000, %f7; // 1
            mov.f32 %scale$0, %f8;
            mov.f32 %scale$1, %f8;
            mov.f32 %scale$2, %f8;
            mov.f32 %scale$3, %f8;
            mov.b32 %c, %start;
        for_c$2:
            setp.lt.s32 %p3, %c, %end;
            @!%p3 bra for_c$2$end;
                mul.wide.s32 %rd3, %c, 4;
                add.s64 %rd4, %y, %rd3;
                mul.wide.s32 %rd5, %c, 4;
                add.s64 %rd6, %x, %rd5;
                ld.global.v4.f32 {%f9, %f10, %f11, %f12}, [%rd6];
                mul.rn.f32 %f13, %f9, %scale$0;
                mul.rn.f32 %f14, %f10, %scale$1;
                mul.rn.f32 %f15, %f11, %scale$2;
                mul.rn.f32 %f16, %f12, %scale$3;
                st.global.v4.f32 [%rd4], {%f13, %f14, %f15, %f16};
        for_c$2$next:
                add.s32 %c, %c, 4;
                bra for_c$2;
        for_c$2$end:
            ret;
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
        .version 7.0
        .target sm_70
        .address_size 64

        .visible .entry Reverse(
            .param .u64 param_x)
        {
            .reg .b32 %tile, %first, %r<16>;
            .reg .b64 %x, %rd<5>;
            .shared .align 16 .b8 shared_tile[256];

            ld.param.u64 %x, [param_x];
            cvta.to.global.u64 %x, %x;
            mov.u32 %tile, shared_tile;
            mov.u32 %r1, %ctaid.x;
            mov.u32 %r2, %ntid.x;
            mul.lo.s32 %first, %r1, %r2;
            mov.u32 %r3, %tid.x;
            mad.lo.s32 %r4, %r3, 4, %tile;
            mov.u32 %r5, %tid.x;
            add.s32 %r6, %first, %r5;
            mul.wide.s32 %rd1, %r6, 4;
            add.s64 %rd2, %x, %rd1;
            ld.global.s32 %r7, [%rd2];
            st.shared.s32 [%r4], %r7;
            bar.sync 0;
            mov.u32 %r8, %tid.x;
            add.s32 %r9, %first, %r8;
            mul.wide.s32 %rd3, %r9, 4;
            add.s64 %rd4, %x, %rd3;
            mov.u32 %r10, %ntid.x;
            sub.s32 %r11, %r10, 1;
            mov.u32 %r12, %tid.x;
            sub.s32 %r13, %r11, %r12;
            mad.lo.s32 %r14, %r13, 4, %tile;
            ld.shared.s32 %r15, [%r14];
            st.global.s32 [%rd4], %r15;
            ret;
        }

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
        // Ops.Find
        .version 7.0
        .target sm_70
        .address_size 64

        .visible .entry Find(
            .param .s32 param_items,
            .param .u64 param_keys,
            .param .u64 param_flags,
            .param .u64 param_places,
            .param .s32 param_items_2,
            .param .s32 param_all)
        {
            .reg .pred %all, %p<8>;
            .reg .b32 %items, %item, %items_2, %found, %i, %r<10>;
            .reg .b64 %keys, %flags, %places, %rd<12>;

            mov.u32 %r1, %ctaid.x;
            mov.u32 %r2, %ntid.x;
            mov.u32 %r3, %tid.x;
            mad.lo.s32 %item, %r1, %r2, %r3;
            ld.param.s32 %items, [param_items];
            setp.ge.u32 %p1, %item, %items;
            @%p1 ret;
            ld.param.u64 %keys, [param_keys];
            cvta.to.global.u64 %keys, %keys;
            ld.param.u64 %flags, [param_flags];
            cvta.to.global.u64 %flags, %flags;
            ld.param.u64 %places, [param_places];
            cvta.to.global.u64 %places, %places;
            ld.param.s32 %items_2, [param_items_2];
            ld.param.s32 %r4, [param_all];
            setp.ne.s32 %all, %r4, 0;
            mov.b32 %found, -1;
            mov.b32 %i, 0;
        for_i:
            setp.lt.s32 %p2, %i, %items_2;
            @!%p2 bra for_i$end;
                mul.wide.s32 %rd1, %i, 4;
                add.s64 %rd2, %keys, %rd1;
                ld.global.s32 %r5, [%rd2];
                setp.lt.s32 %p3, %r5, 0;
                @%p3 bra for_i$next;
                mul.wide.s32 %rd3, %i, 4;
                add.s64 %rd4, %keys, %rd3;
                ld.global.s32 %r6, [%rd4];
                setp.eq.s32 %p4, %r6, %item;
                @!%p4 bra if$end;
                @%all bra passed;
                mul.wide.s32 %rd5, %i, 1;
                add.s64 %rd6, %flags, %rd5;
                ld.global.u8 %r7, [%rd6];
                setp.ne.s32 %p5, %r7, 0;
                @!%p5 bra if$end;
            passed:
                    mov.b32 %found, %i;
                    bra for_i$end;
            if$end:
        for_i$next:
                add.s32 %i, %i, 1;
                bra for_i;
        for_i$end:
            setp.lt.s32 %p6, %found, 0;
            @%p6 ret;
            mul.wide.s32 %rd7, %item, 8;
            add.s64 %rd8, %places, %rd7;
            setp.gt.s32 %p7, %found, 0;
            @!%p7 bra select;
                sub.s32 %r9, %found, 1;
                mul.wide.s32 %rd9, %r9, 4;
                add.s64 %rd10, %keys, %rd9;
                ld.global.s32 %r8, [%rd10];
                bra select$end;
        select:
                mov.b32 %r8, 7;
        select$end:
            cvt.s64.s32 %rd11, %r8;
            st.global.s64 [%rd8], %rd11;
            ret;
        }

        """);

    [Fact]
    public void A_kernel_on_tensor_cores() => AssertText(0,
        """
        /// <summary>A warp's product of rows that it copies.</summary>
        [Kernel]
        public static void Multiply(ArrayView<float> x, ArrayView<float> y, int depth)
        {
            ArrayView<float> shared = SharedMemory.GetDynamic();
            int lane = Warp.LaneIdx;
            AsyncCopy.Begin(x, 4 * lane, shared, 4 * lane, lane < depth);
            AsyncCopy.Commit();
            AsyncCopy.Wait(0);
            Group.Barrier();
            Vec4 sum = Vec4.Splat(0);
            Quad a = TensorCore.LoadMatrices(SharedMemory.AsBits(shared), 4 * lane);
            sum = TensorCore.MultiplyHalves(a, TensorCore.PackHalves(shared[0], shared[1]), a.X, sum);
            sum = TensorCore.MultiplyTf32(a, a.Z, TensorCore.RoundToTf32(shared[2]), sum);
            Vec4.Store(sum, y, 4 * lane);
        }
        """,
        """
        // Ops.Multiply
        .version 7.0
        .target sm_80
        .address_size 64

        .extern .shared .align 16 .b8 shared_dynamic[];

        .visible .entry Multiply(
            .param .u64 param_x,
            .param .u64 param_y,
            .param .s32 param_depth)
        {
            .reg .pred %p<2>;
            .reg .b32 %depth, %shared, %lane, %a_X, %a_Y, %a_Z, %a_W, %r<10>;
            .reg .b64 %x, %y, %rd<5>;
            .reg .f32 %sum$<4>, %f<4>;

            ld.param.u64 %x, [param_x];
            cvta.to.global.u64 %x, %x;
            ld.param.u64 %y, [param_y];
            cvta.to.global.u64 %y, %y;
            ld.param.s32 %depth, [param_depth];
            mov.u32 %shared, shared_dynamic;
            mov.u32 %lane, %laneid;
            mul.lo.s32 %r1, 4, %lane;
            mul.wide.s32 %rd1, %r1, 4;
            add.s64 %rd2, %x, %rd1;
            mul.lo.s32 %r2, 4, %lane;
            mad.lo.s32 %r3, %r2, 4, %shared;
            setp.lt.s32 %p1, %lane, %depth;
            selp.b32 %r4, 16, 0, %p1;
            cp.async.cg.shared.global [%r3], [%rd2], 16, %r4;
            cp.async.commit_group;
            cp.async.wait_group 0;
            bar.sync 0;
            mov.f32 %sum$0, 0f00000000; // 0
            mov.f32 %sum$1, 0f00000000; // 0
            mov.f32 %sum$2, 0f00000000; // 0
            mov.f32 %sum$3, 0f00000000; // 0
            mul.lo.s32 %r5, 4, %lane;
            mad.lo.s32 %r6, %r5, 4, %shared;
            ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%a_X, %a_Y, %a_Z, %a_W}, [%r6];
            ld.shared.f32 %f1, [%shared+4];
            ld.shared.f32 %f2, [%shared];
            cvt.rn.f16x2.f32 %r7, %f1, %f2;
            mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%sum$0, %sum$1, %sum$2, %sum$3}, {%a_X, %a_Y, %a_Z, %a_W}, {%r7, %a_X}, {%sum$0, %sum$1, %sum$2, %sum$3};
            ld.shared.f32 %f3, [%shared+8];
            cvt.rna.tf32.f32 %r8, %f3;
            mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%sum$0, %sum$1, %sum$2, %sum$3}, {%a_X, %a_Y, %a_Z, %a_W}, {%a_Z, %r8}, {%sum$0, %sum$1, %sum$2, %sum$3};
            mul.lo.s32 %r9, 4, %lane;
            mul.wide.s32 %rd3, %r9, 4;
            add.s64 %rd4, %y, %rd3;
            st.global.f32 [%rd4], %sum$0;
            st.global.f32 [%rd4+4], %sum$1;
            st.global.f32 [%rd4+8], %sum$2;
            st.global.f32 [%rd4+12], %sum$3;
            ret;
        }

        """);

    private static void AssertText(int lanes, string kernel, string text) => Assert.Equal(text, PtxRenderer.Render(Lowered.Members(kernel).Kernel(lanes)));
}
