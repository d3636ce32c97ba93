using System.Collections.Concurrent;
using System.Threading.Channels;

namespace LiVOS.Studio.Api;

/// <summary>Tells all open pages what happens. A page that does not read is told to load anew instead of being waited for.</summary>
internal sealed class EventHub
{
    private const int Waiting = 1024;

    private readonly ConcurrentDictionary<Channel<StudioEvent>, bool> _pages = [];

    /// <summary>Tells everybody.</summary>
    public void Tell(StudioEvent what)
    {
        foreach (Channel<StudioEvent> page in _pages.Keys)
            if (!page.Writer.TryWrite(what)) page.Writer.TryComplete();
    }

    /// <summary>What happens from now on, until the page leaves.</summary>
    public async IAsyncEnumerable<StudioEvent> ListenAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var page = Channel.CreateBounded<StudioEvent>(Waiting);
        _pages[page] = true;
        try
        {
            yield return new StudioEvent(); // so that the page knows that it listens
            await foreach (StudioEvent what in page.Reader.ReadAllAsync(cancellation)) yield return what;
        }
        finally
        {
            _pages.TryRemove(page, out _);
        }
    }
}
