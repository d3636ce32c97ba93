

namespace LiVOS.Video.Tests;

/// <summary>The buffers between two stages.</summary>
public class BufferRingTests
{
    [Fact]
    public async Task The_first_stage_waits_when_all_buffers_are_filled()
    {
        var ring = new BufferRing<int[]>(2, () => new int[1]);
        int filled = 0;
        var second = new TaskCompletionSource();
        Task filling = FillAsync(ring, count: 5, () =>
        {
            if (++filled == 2) second.SetResult();
        });
        await second.Task;
        await Task.Delay(50); // time to run away, if it could
        Assert.Equal(2, filled);

        List<int> seen = [];
        await foreach (int[] buffer in ring.Filled)
        {
            seen.Add(buffer[0]);
            ring.Return(buffer);
        }

        await filling;
        Assert.Equal([0, 1, 2, 3, 4], seen);
    }

    [Fact]
    public async Task An_error_comes_after_what_was_filled_before_it()
    {
        var ring = new BufferRing<int[]>(3, () => new int[1]);
        Task filling = FillAsync(ring, count: 2, () => { }, new InvalidTimeZoneException());
        List<int> seen = [];

        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
        {
            await foreach (int[] buffer in ring.Filled) seen.Add(buffer[0]);
        });

        await filling;
        Assert.Equal([0, 1], seen);
    }

    private static Task FillAsync(BufferRing<int[]> ring, int count, Action onFilled, Exception? error = null) => ring.FillAsync(async () =>
    {
        for (int i = 0; i < count; i++)
        {
            int[] buffer = await ring.TakeAsync(CancellationToken.None);
            buffer[0] = i;
            onFilled();
            ring.Pass(buffer);
        }
        if (error is not null) throw error;
    });
}
