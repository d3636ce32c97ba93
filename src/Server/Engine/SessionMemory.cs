using LiVOS.Model;
using LiVOS.Model.Clicks;
using LiVOS.Model.Estimation;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>The memory of a session, counted from its plan before it begins. It does not grow with the number of frames.</summary>
/// <param name="network">The network, whose weights are counted elsewhere.</param>
internal sealed class SessionMemory(Network network)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(FrameGeometry, int, bool), long> _known = []; // 0 objects for clicks

    /// <summary>The bytes of a session.</summary>
    /// <param name="geometry">Its sizes.</param>
    /// <param name="objects">Its objects, at least 1.</param>
    /// <param name="grows">Whether some of them are added later.</param>
    /// <exception cref="RequestException">No device could hold it.</exception>
    public long Of(FrameGeometry geometry, int objects, bool grows) => Known(geometry, objects, grows);

    /// <summary>The bytes of a picture in which somebody clicks: its features, the click head's plan, what was said.</summary>
    /// <param name="geometry">Its sizes.</param>
    /// <exception cref="RequestException">No device could hold it.</exception>
    public long OfClicks(FrameGeometry geometry) => Known(geometry, 0, grows: false);

    private long Known(FrameGeometry geometry, int objects, bool grows)
    {
        lock (_lock)
        {
            if (_known.TryGetValue((geometry, objects, grows), out long bytes)) return bytes;
            if (_known.Count > 1000) _known.Clear();
            return _known[(geometry, objects, grows)] = Count(geometry, objects, grows);
        }
    }

    private long Count(FrameGeometry geometry, int objects, bool grows)
    {
        try
        {
            if (objects == 0)
            {
                (long onDevice, long forPrompts) = ClickSession.BytesOf(network, geometry, KeptClicks.MostPrompts);
                return onDevice + forPrompts;
            }

            var estimate = MemoryEstimate.For(
                network, geometry, objects, ResizedFrames.PathOf(network, geometry), introductions: grows ? Math.Min(2, objects) : 1);
            long labels = 2L * geometry.SourceHeight * geometry.SourceWidth;
            return estimate.TotalBytes - estimate.WeightBytes - estimate.ScratchBytes + labels; // the threads' scratch is there once
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new RequestException(
                $"{Math.Max(1, objects)} objects at {geometry.Width}x{geometry.Height} are beyond any device; send smaller frames or fewer objects.");
        }
    }
}
