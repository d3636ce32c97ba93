using LiVOS.Media;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>What a session of X-AnyLabeling has beside its clip: its own numbers of frames and objects.</summary>
/// <param name="session">The session.</param>
/// <param name="startFrame">The number of the first frame.</param>
/// <param name="files">The frames' files.</param>
internal sealed class XAnyClip(ClipSession session, int startFrame, IReadOnlyList<byte[]> files)
{
    /// <summary>How far outlines may be from the pixels where the client does not say.</summary>
    public const double UsualFineness = 0.001;

    private const double MostFineness = 0.1;

    private readonly Dictionary<int, int> _ids = [];

    public ClipSession Session => session;

    public int StartFrame => startFrame;

    public int Count => files.Count;

    /// <summary>How far outlines may be from the pixels, as a part of their length.</summary>
    public double Fineness { get; set; } = UsualFineness;

    /// <summary>The run that was begun last without waiting for it; null for none.</summary>
    public XAnyTask? Task { get; set; }

    /// <summary>A fineness that a client asks for, within bounds.</summary>
    public static double Limited(double? fineness) => Math.Clamp(fineness ?? UsualFineness, 0, MostFineness);

    /// <summary>A frame's file.</summary>
    /// <exception cref="RequestException">There is no such frame.</exception>
    public byte[] FileOf(int frame)
    {
        session.RequireFrame(frame);
        return files[frame];
    }

    /// <summary>The session's id of one of X-AnyLabeling's objects, whose ids are large.</summary>
    /// <exception cref="RequestException">There are too many.</exception>
    public int IdOf(int objId)
    {
        if (_ids.TryGetValue(objId, out int id)) return id;
        if (_ids.Count == byte.MaxValue) throw new RequestException($"A session follows at most {byte.MaxValue} objects.");
        return _ids[objId] = _ids.Count + 1;
    }

    /// <summary>The outlines of a frame's objects.</summary>
    public XAnyShape[] ShapesOf(LabelMask mask)
    {
        Dictionary<int, int> names = _ids.ToDictionary(each => each.Value, each => each.Key);
        return
        [
            .. ShownObject.Of(mask).OrderBy(shown => shown.Id)
                .Select(shown => XAnyShape.Of(PolygonOutline.Of(mask, shown.Label, Fineness)[0], names[shown.Id] + 1)),
        ];
    }
}
