using System.Security.Cryptography;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Clicks;
using LiVOS.Video;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>
/// The click sessions of the pictures in which somebody clicked last: the next click there needs no features of the picture. Their memory is counted
/// with that of all sessions, which come first. Used in the network's queue only.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="options">What clients get.</param>
/// <param name="memory">Knows how much memory they need.</param>
/// <param name="sessions">Counts the memory.</param>
internal sealed class KeptClicks(Network network, ServerOptions options, SessionMemory memory, SessionStore sessions)
{
    /// <summary>Bounds the clicks and boxes of a request.</summary>
    public const int MostPrompts = 100;

    private const int Most = 4;

    private readonly List<Kept> _kept = []; // the one that was used last is the last

    private long _used = Environment.TickCount64;

    /// <summary>How long nobody has clicked.</summary>
    public TimeSpan Unused => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _used));

    /// <summary>Makes the mask of objects in a picture.</summary>
    /// <exception cref="RequestException">There is not enough memory.</exception>
    public IndexMask MaskOf(Picture picture, IReadOnlyList<ObjectPrompts> objects)
    {
        Volatile.Write(ref _used, Environment.TickCount64);
        Kept kept = Find(picture);
        try
        {
            IndexMask mask = PromptedMask.Of(kept.Session, objects);
            kept.Session.Clear();
            return mask;
        }
        catch
        {
            Drop(kept);
            throw;
        }
    }

    /// <summary>Frees all memory.</summary>
    public void Clear()
    {
        while (_kept.Count > 0) Drop(_kept[0]);
    }

    private Kept Find(Picture picture)
    {
        byte[] hash = SHA256.HashData(picture.Rgb);
        int place = _kept.FindIndex(each => (each.Width, each.Height) == (picture.Width, picture.Height) && each.Hash.AsSpan().SequenceEqual(hash));
        Kept kept = place >= 0 ? _kept[place] : Open(picture, hash);
        _kept.Remove(kept);
        _kept.Add(kept);
        return kept;
    }

    private Kept Open(Picture picture, byte[] hash)
    {
        FrameGeometry geometry = VideoSegmenter.GeometryOf(picture.Width, picture.Height, options.ClickSize);
        long bytes = memory.OfClicks(geometry);
        while (_kept.Count == Most || (_kept.Count > 0 && !sessions.Fits(bytes))) Drop(_kept[0]);
        sessions.TakeForClicks(bytes);
        ClickSession? session = null;
        try
        {
            session = new ClickSession(network, geometry);
            session.SetFrame(picture.Rgb);
            return new Kept(session, picture.Width, picture.Height, hash, bytes);
        }
        catch
        {
            session?.Dispose();
            sessions.GiveFromClicks(bytes);
            throw;
        }
    }

    private void Drop(Kept kept)
    {
        _kept.Remove(kept);
        kept.Session.Dispose();
        sessions.GiveFromClicks(kept.Bytes);
    }

    /// <summary>A picture's features.</summary>
    private sealed record Kept(ClickSession Session, int Width, int Height, byte[] Hash, long Bytes);
}
