using System.Globalization;
using System.IO.Hashing;
using System.Text;
using LiVOS.Studio.Documents;

namespace LiVOS.Studio.Runs;

/// <summary>All that the network's memory at a frame follows from, in one direction: the given masks on the way there, and where objects end. A
/// copy: the document may change meanwhile.</summary>
internal sealed class Chain
{
    private readonly string _network;
    private readonly (int Frame, string Mask)[] _given; // in the order in which a run meets them
    private readonly ObjectEnd[] _ends;                 // likewise; a run backward meets none

    /// <summary>Takes a copy of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="forward">Whether it is of a run forward.</param>
    /// <param name="network">What tells the network and the frames' size from others.</param>
    public Chain(StudioDocument document, bool forward, string network)
    {
        (Forward, _network) = (forward, network);
        _given = [.. forward ? document.Given : document.Given.Reverse()];
        _ends = forward ? [.. document.Ends.OrderBy(end => end.Frame).ThenBy(end => end.Id)] : [];
    }

    /// <summary>Whether it is of a run forward.</summary>
    public bool Forward { get; }

    /// <summary>From one frame to the next.</summary>
    public int Step => Forward ? 1 : -1;

    /// <summary>The first given mask on the way; null for none.</summary>
    public int? First => _given.Length > 0 ? _given[0].Frame : null;

    /// <summary>Whether a frame comes before another on the way.</summary>
    public bool IsBefore(int frame, int other) => Forward ? frame < other : frame > other;

    /// <summary>The given mask of a frame; null for none.</summary>
    public string? GivenAt(int frame) => _given.FirstOrDefault(each => each.Frame == frame).Mask;

    /// <summary>The objects that end at a frame.</summary>
    public IEnumerable<int> EndsAt(int frame) => _ends.Where(end => end.Frame == frame).Select(end => end.Id);

    /// <summary>A key that is the same for two memories behind a frame only where they are the same.</summary>
    /// <param name="frame">The frame.</param>
    public string KeyBehind(int frame)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{_network} {Step} {frame}");
        foreach ((int given, string mask) in _given)
            if (!IsBefore(frame, given)) text.Append(CultureInfo.InvariantCulture, $" {given}:{mask}");
        foreach (ObjectEnd end in _ends)
            if (!IsBefore(frame, end.Frame)) text.Append(CultureInfo.InvariantCulture, $" {end.Frame}-{end.Id}");
        return Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
