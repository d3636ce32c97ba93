using System.Reflection;
using System.Runtime.Loader;
using LiVOS.Runtime.Language;
using LiVOS.Testing.Races;
using static LiVOS.Runtime.Tests.FaultyKernels;
using static LiVOS.Runtime.Tests.SoundKernels;

namespace LiVOS.Runtime.Tests;

public sealed class RaceCheckerTests : IDisposable
{
    private readonly HostTensors _tensors = new();

    public void Dispose() => _tensors.Dispose();

    private static LaunchShape Groups(int groups, int items = Items, int dynamicShared = 0) => new(new(groups), new(items), dynamicShared);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 4, 4)]
    [InlineData(5, 7, 9)]
    [InlineData(9, 3, 1)]
    public void A_tiled_matrix_product_is_right_and_sound(int m, int n, int k)
    {
        float[] a = HostTensors.Numbers(m * k, 1), b = HostTensors.Numbers(k * n, 2);
        Tensor<float> c = _tensors.Output(m * n);
        var shape = new LaunchShape(new((n + Tile - 1) / Tile, (m + Tile - 1) / Tile), new(Tile, Tile));

        RaceChecker.Run(Launches.SoundKernels.TiledProduct(shape, _tensors.New("a", a), _tensors.New("b", b), c, m, n, k));

        var expected = new float[m * n];
        for (int row = 0; row < m; row++)
            for (int column = 0; column < n; column++)
                expected[row * n + column] = (float)Enumerable.Range(0, k).Sum(i => (double)a[row * k + i] * b[i * n + column]);
        Assert.Equal(expected, c.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(130)]
    public void Reductions_by_tree_and_by_shuffle_are_right_and_sound(int length)
    {
        float[] values = HostTensors.Numbers(length, 3);
        int groups = (length + ReduceGroup - 1) / ReduceGroup;
        Tensor<float> x = _tensors.New("x", values), tree = _tensors.Output(groups), shuffled = _tensors.Output(groups);

        RaceChecker.Run(Launches.SoundKernels.TreeReduce(Groups(groups, ReduceGroup, dynamicShared: ReduceGroup), x, tree, length));
        RaceChecker.Run(Launches.SoundKernels.ShuffleReduce(Groups(groups, ReduceGroup), x, shuffled, length));

        float[] expected = [.. values.Chunk(ReduceGroup).Select(part => part.Sum())];
        Assert.Equal(expected, tree.ToArray());
        Assert.Equal(expected, shuffled.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void A_shuffle_exchanges_values_within_each_warp(int mask)
    {
        float[] values = [.. Enumerable.Range(0, 128).Select(i => (float)i)];
        Tensor<float> y = _tensors.Output(128);

        RaceChecker.Run(Launches.SoundKernels.Butterfly(Groups(2, 64), _tensors.New("x", values), y, mask));

        Assert.Equal(values.Select((_, i) => (float)(i ^ mask)), y.ToArray());
    }

    [Fact]
    public void Atomic_additions_are_no_races()
    {
        const int Bins = 5;
        int[] labels = [.. Enumerable.Range(0, 150).Select(i => i * i % Bins)];
        Tensor<int> counts = _tensors.New("counts", new int[Bins]);
        Tensor<float> sum = _tensors.New("sum", 0f);

        RaceChecker.Run(Launches.SoundKernels.Histogram(Groups(3, ReduceGroup), _tensors.New("labels", labels), counts, labels.Length, Bins));
        RaceChecker.Run(Launches.SoundKernels.AtomicSum(10, _tensors.New("x", HostTensors.Numbers(10, 4)), sum));

        Assert.Equal(Enumerable.Range(0, Bins).Select(bin => labels.Count(label => label == bin)), counts.ToArray());
        Assert.Equal([HostTensors.Numbers(10, 4).Sum()], sum.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void A_kernel_over_items_may_work_in_place(int vectorWidth)
    {
        float[] values = HostTensors.Numbers(3 * 8, 5);
        Tensor<float> x = _tensors.New("x", values);

        RaceChecker.Run(Launches.SoundKernels.Double(3, 8, x, x, 8), vectorWidth);

        Assert.Equal(values.Select(v => 2 * v), x.ToArray());
    }

    [Fact]
    public void Fresh_shared_memory_is_poisoned_in_every_group()
    {
        Tensor<float> y = _tensors.New("y", new float[2 * Items]);
        RaceChecker.Run(Launches.FaultyKernels.Uninitialized(Groups(2, dynamicShared: Items), y));
        Assert.All(y.ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void A_read_without_a_barrier_after_the_write_is_reported() => AssertFault(
        Launches.FaultyKernels.MissingBarrier(Groups(1), _tensors.Output(Items)),
        "FaultyKernels.MissingBarrier, item (1, 0, 0) of group (0, 0, 0): a race: it reads element 0 of array 0 in shared memory, "
        + "which item (0, 0, 0) of group (0, 0, 0) has written; a barrier is missing between the two.");

    [Fact]
    public void A_write_without_a_barrier_after_the_read_is_reported() => AssertFault(
        Launches.FaultyKernels.WriteAfterRead(Groups(1), _tensors.Output(Items)),
        "it writes element 1 of array 0 in shared memory, which item (0, 0, 0) of group (0, 0, 0) has read; a barrier is missing");

    [Fact]
    public void Two_writes_without_a_barrier_are_reported() => AssertFault(
        Launches.FaultyKernels.WriteWrite(Groups(1, dynamicShared: 2), _tensors.Output(Items)),
        "item (1, 0, 0) of group (0, 0, 0): a race: it writes element 1 of the dynamic array in shared memory, "
        + "which item (0, 0, 0) of group (0, 0, 0) has written; a barrier is missing");

    [Fact]
    public void A_plain_read_beside_an_atomic_change_is_reported() => AssertFault(
        Launches.FaultyKernels.AtomicAndRead(Groups(1), _tensors.New("counts", new int[Items])),
        "it reads element 0 of the tensor 'counts' in global memory, which item (0, 0, 0) of group (0, 0, 0) has atomically changed");

    [Fact]
    public void Items_at_different_barriers_are_reported()
    {
        string message = AssertFault(Launches.FaultyKernels.DivergentBarrier(Groups(1), _tensors.Output(Items)), "a barrier that not all items reach");
        Assert.Matches(
            @"item \(0, 0, 0\) and 3 more wait at the barrier of line \d+, item \(4, 0, 0\) and 3 more wait at the barrier of line \d+\.", message);
    }

    [Fact]
    public void An_early_return_before_a_barrier_is_reported()
    {
        string message = AssertFault(
            Launches.FaultyKernels.EarlyReturn(Groups(2), _tensors.Output(Items), 5),
            "FaultyKernels.EarlyReturn, group (0, 0, 0): a barrier that not all items reach");
        Assert.Matches(@"item \(0, 0, 0\) and 4 more wait at the barrier of line \d+, item \(5, 0, 0\) and 2 more have ended\.", message);
    }

    [Fact]
    public void A_barrier_too_many_is_reported() => AssertFault(
        Launches.FaultyKernels.OneBarrierMore(Groups(1), _tensors.Output(Items)), "item (0, 0, 0) and 6 more have ended, item (7, 0, 0) wait");

    [Fact]
    public void A_shuffle_that_not_all_lanes_reach_is_reported() => AssertFault(
        Launches.FaultyKernels.HalfShuffle(Groups(1), _tensors.Output(Items)),
        "a shuffle that not all items reach: item (0, 0, 0) and 3 more wait for their warp to shuffle, item (4, 0, 0) and 3 more have ended.");

    [Fact]
    public void A_shuffle_is_no_barrier() => AssertFault(
        Launches.FaultyKernels.ShuffleForBarrier(Groups(1), _tensors.New("y", new float[Items])),
        "item (0, 0, 0) of group (0, 0, 0): a race: it writes element 0 of the tensor 'y' in global memory, "
        + "which item (7, 0, 0) of group (0, 0, 0) has read; a barrier is missing");

    [Fact]
    public void A_shuffle_with_no_item_is_reported() => AssertFault(
        Launches.FaultyKernels.ShuffleOutside(Groups(1), _tensors.Output(Items)),
        "item (4, 0, 0) of group (0, 0, 0): it shuffles with lane 8 of its warp, where there is no item.");

    [Fact]
    public void Tensor_cores_exchange_values_within_each_warp()
    {
        int[] x = [.. Enumerable.Range(0, 4 * ReduceGroup)];
        Tensor<int> y = _tensors.New("y", new int[x.Length]);

        RaceChecker.Run(Launches.SoundKernels.LoadTwice(Groups(1, ReduceGroup), _tensors.New("x", x), y));

        Assert.Equal(x.Select(i => i / 128 * 128 + 32 * (i % 4) + i % 128 / 4), y.ToArray());
    }

    [Fact]
    public void A_warp_too_small_for_tensor_cores_is_reported() => AssertFault(
        Launches.FaultyKernels.DivergentMultiply(Groups(1, 48), _tensors.Output(4 * 48)),
        "item (32, 0, 0) of group (0, 0, 0): it uses tensor cores in a warp of fewer than 32 items.");

    [Fact]
    public void A_tensor_core_that_not_all_lanes_reach_is_reported()
    {
        string message = AssertFault(Launches.FaultyKernels.HalfLoad(Groups(1, 32), _tensors.New("y", new int[32])), "a tensor core that not all items reach");
        Assert.Matches(
            @"item \(0, 0, 0\) and 15 more wait for their warp at the tensor core of line \d+, item \(16, 0, 0\) and 15 more have ended\.", message);
    }

    [Fact]
    public void Lanes_at_different_tensor_core_calls_are_reported()
    {
        string message = AssertFault(Launches.FaultyKernels.DivergentMultiply(Groups(1, 32), _tensors.Output(128)), "a tensor core that not all items reach");
        Assert.Matches(@"item \(0, 0, 0\) and 15 more wait [\w ]+ of line \d+, item \(16, 0, 0\) and 15 more wait [\w ]+ of line \d+\.", message);
        AssertFault(
            Launches.FaultyKernels.MultiplyBesideShuffle(Groups(1, 32), _tensors.Output(32)), "item (16, 0, 0) and 15 more wait for their warp to shuffle.");
    }

    [Fact]
    public void Two_groups_that_write_one_place_are_reported() => AssertFault(
        Launches.FaultyKernels.GroupsWrite(Groups(2), _tensors.Output(4)),
        "item (0, 0, 0) of group (1, 0, 0): a race: it writes element 2 of the tensor 'y' in global memory, "
        + "which item (0, 0, 0) of group (0, 0, 0) has written; nothing orders the groups of one launch.");

    [Fact]
    public void A_write_of_what_an_earlier_group_read_is_reported() => AssertFault(
        Launches.FaultyKernels.GroupsReadThenWrite(Groups(3), _tensors.New("state", 1f)),
        "item (5, 0, 0) of group (2, 0, 0): a race: it writes element 0 of the tensor 'state' in global memory, "
        + "which item (0, 0, 0) of group (1, 0, 0) has read; nothing orders the groups of one launch.");

    [Fact]
    public void A_race_between_items_of_a_barrier_free_kernel_is_reported() => AssertFault(
        Launches.FaultyKernels.Prefix(4, _tensors.New("sums", 1f, 1f, 1f, 1f)),
        "FaultyKernels.Prefix, item 2: a race: it reads element 1 of the tensor 'sums' in global memory, which item 1 has written");

    [Fact]
    public void Every_lane_of_a_vector_counts()
    {
        AssertFault(
            Launches.FaultyKernels.Overlap(2, 4, _tensors.Output(5)), vectorWidth: 4,
            words: "FaultyKernels.Overlap, item 1: a race: it writes element 1 of the tensor 'y' in global memory, which item 0 has written");
        RaceChecker.Run(Launches.FaultyKernels.Overlap(2, 4, _tensors.Output(5)), vectorWidth: 1);
    }

    [Fact]
    public void An_index_out_of_bounds_is_reported()
    {
        AssertFault(
            Launches.FaultyKernels.SharedOutOfBounds(Groups(1), _tensors.Output(Items)),
            "item (7, 0, 0) of group (0, 0, 0): A kernel touches elements 8 to 8 of a view of 8 elements.");
        AssertFault(Launches.FaultyKernels.AtomicOutOfBounds(Groups(1), _tensors.New("y", 1)), "elements -1 to -1 of a view of 1 elements");
        AssertFault(Launches.SoundKernels.Scratch(Groups(1, items: 1, dynamicShared: 3), _tensors.Output(1), 3), "elements 3 to 3 of a view of 3 elements");
    }

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    [InlineData(4)]
    public void A_vector_that_is_not_aligned_is_reported(int width)
    {
        float[] x = new float[5 * 16];
        AssertFault(
            Launches.FaultyKernels.Misaligned(1, width, _tensors.New("x", x), _tensors.Output(2 * width)), vectorWidth: width,
            words: $"A kernel takes elements 1 to {width} of a view for an aligned vector; their address is no multiple of 16 bytes.");
        RaceChecker.Run(Launches.FaultyKernels.Misaligned(1, 1, _tensors.New("x", x), _tensors.Output(2)));
    }

    [Fact]
    public void A_copy_that_is_not_aligned_is_reported() => AssertFault(
        Launches.FaultyKernels.MisalignedCopy(Groups(1, items: 1, dynamicShared: 8), _tensors.Output(8)), "their address is no multiple of 16 bytes.");

    [Fact]
    public void Different_shared_arrays_are_reported() => AssertFault(
        RefusedLaunch.OddArrays(Groups(1), _tensors.Output(Items)),
        "item (3, 0, 0) of group (0, 0, 0): its shared array 0 has 16 bytes, but another item's has 20.");

    [Fact]
    public void A_barrier_in_a_kernel_over_items_is_reported() => AssertFault(
        RefusedLaunch.BarrierOverItems(2, _tensors.Output(2)),
        "FaultyKernels.BarrierOverItems, item 0: it uses barriers, which an implicitly grouped kernel does not have.");

    [Fact]
    public void Any_exception_is_reported_with_its_item() => AssertFault(
        Launches.FaultyKernels.Divide(5, _tensors.New("y", new int[5])), "FaultyKernels.Divide, item 3: Attempted to divide by zero.");

    [Fact]
    public void It_refuses_to_run_without_checks()
    {
        // A second copy of the checker and of the runtime, which comes to know the option as it is now.
        AppContext.SetSwitch("LiVOS.KernelChecks", false);
        try
        {
            var withoutChecks = new AssemblyLoadContext("unchecked");
            withoutChecks.LoadFromAssemblyPath(typeof(Launch).Assembly.Location);
            Assembly checker = withoutChecks.LoadFromAssemblyPath(typeof(RaceChecker).Assembly.Location);
            MethodInfo run = checker.GetType(typeof(RaceChecker).FullName!)!.GetMethod(nameof(RaceChecker.Run))!;
            var refused = Assert.Throws<TargetInvocationException>(() => run.Invoke(null, [null, 1]));
            Assert.IsType<InvalidOperationException>(refused.InnerException);
            Assert.Contains("<RuntimeHostConfigurationOption Include=\"LiVOS.KernelChecks\" Value=\"true\" />", refused.InnerException.Message);
        }
        finally
        {
            AppContext.SetSwitch("LiVOS.KernelChecks", true);
        }
    }

    private static string AssertFault(Launch launch, string words, int vectorWidth = 1)
    {
        string message = Assert.Throws<KernelFaultException>(() => RaceChecker.Run(launch, vectorWidth)).Message;
        Assert.Contains(words, message);
        return message;
    }
}
