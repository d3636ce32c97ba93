using System.Threading.Channels;

namespace LiVOS.Video;

/// <summary>
/// A fixed number of buffers that go round between a stage that fills them and the next, which empties them: neither runs away from
/// the other, and the buffers are used again and again.
/// </summary>
/// <typeparam name="T">The buffer.</typeparam>
internal sealed class BufferRing<T>
{
    private readonly Channel<T> _empty = Channel.CreateUnbounded<T>(), _filled = Channel.CreateUnbounded<T>();

    public BufferRing(int count, Func<T> create)
    {
        for (int i = 0; i < count; i++) Return(create());
    }

    /// <summary>The buffers that the first stage has filled, in order. Ends when it has; an error of its comes after all that it filled.</summary>
    public IAsyncEnumerable<T> Filled => _filled.Reader.ReadAllAsync();

    /// <summary>Waits for an empty buffer.</summary>
    public ValueTask<T> TakeAsync(CancellationToken cancellation) => _empty.Reader.ReadAsync(cancellation);

    /// <summary>Hands a filled buffer on.</summary>
    public void Pass(T buffer) => _filled.Writer.TryWrite(buffer);

    /// <summary>Gives an emptied buffer back.</summary>
    public void Return(T buffer) => _empty.Writer.TryWrite(buffer);

    /// <summary>Runs the stage that fills; its end, or its error, is handed on behind the last buffer.</summary>
    public Task FillAsync(Func<Task> stage) => Task.Run(async () =>
    {
        Exception? error = null;
        try
        {
            await stage();
        }
        catch (Exception e)
        {
            error = e;
        }
        _filled.Writer.Complete(error);
    });
}
