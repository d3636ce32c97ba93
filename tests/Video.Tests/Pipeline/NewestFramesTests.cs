using System.Runtime.CompilerServices;
using LiVOS.Media;

namespace LiVOS.Video.Tests.Pipeline;

/// <summary>Frames that come faster than they are taken.</summary>
public class NewestFramesTests
{
    [Fact]
    public async Task The_newest_is_taken_and_those_before_are_dropped()
    {
        var newest = new NewestFrames(_ => false, new SparePictures());
        await newest.FillAsync(PicturesAsync(5), first: 10, CancellationToken.None);

        Assert.Equal(14, (await newest.TakeAsync())?.Number);
        Assert.Null(await newest.TakeAsync());
        Assert.Equal(4, newest.Dropped);
    }

    [Fact]
    public async Task A_frame_that_must_be_kept_waits_until_it_is_taken()
    {
        var newest = new NewestFrames(number => number is 0 or 3, new SparePictures());
        Task filling = newest.FillAsync(PicturesAsync(6), first: 0, CancellationToken.None);

        Assert.Equal(0, (await newest.TakeAsync())?.Number);
        ReadFrame? next = await newest.TakeAsync();
        while (next?.Number < 3) next = await newest.TakeAsync();
        Assert.Equal(3, next?.Number);
        await filling;
        Assert.Equal(5, (await newest.TakeAsync())?.Number);
        Assert.Null(await newest.TakeAsync());
    }

    [Fact]
    public async Task An_error_comes_behind_the_last_frame()
    {
        var newest = new NewestFrames(_ => false, new SparePictures());
        await newest.FillAsync(PicturesAsync(2, new MediaException("It breaks off.")), first: 0, CancellationToken.None);

        Assert.Equal(1, (await newest.TakeAsync())?.Number);
        await Assert.ThrowsAsync<MediaException>(async () => await newest.TakeAsync());
    }

    [Fact]
    public async Task The_memory_of_dropped_pictures_is_used_again()
    {
        var spare = new SparePictures();
        var newest = new NewestFrames(_ => false, spare);
        await newest.FillAsync(PicturesAsync(3), first: 0, CancellationToken.None);
        Assert.NotNull(spare.Take());
        Assert.NotNull(spare.Take());
        Assert.Null(spare.Take());
    }

    private static async IAsyncEnumerable<Picture> PicturesAsync(
        int count, Exception? error = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return new Picture(2, 2);
        }
        if (error is not null) throw error;
    }
}
