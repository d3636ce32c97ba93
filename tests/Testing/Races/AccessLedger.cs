using System.Runtime.InteropServices;
using LiVOS.Runtime.Language;

namespace LiVOS.Testing.Races;

/// <summary>
/// Records the accesses to each element of memory, as far as needed to find races: two items access one element, not both read it, not both
/// change it atomically, and no barrier orders them. The address identifies an element, since views are never reinterpreted.
/// </summary>
internal sealed class AccessLedger
{
    private readonly Dictionary<nint, Element> _elements = [];

    /// <summary>Adds an access and returns an earlier one that it races with, if any.</summary>
    public (AccessKind Kind, Toucher Toucher)? Add(nint address, AccessKind kind, Toucher toucher)
    {
        ref Element element = ref CollectionsMarshal.GetValueRefOrAddDefault(_elements, address, out _);
        if (element.Writers.Unordered(toucher) is { } writer) return (AccessKind.Write, writer);
        if (kind != AccessKind.Atomic && element.Changers.Unordered(toucher) is { } changer) return (AccessKind.Atomic, changer);
        if (kind != AccessKind.Read && element.Readers.Unordered(toucher) is { } reader) return (AccessKind.Read, reader);

        switch (kind)
        {
            case AccessKind.Read: element.Readers.Add(toucher); break;
            case AccessKind.Write: element.Writers.Add(toucher); break;
            default: element.Changers.Add(toucher); break;
        }

        return null;
    }

    public void Clear() => _elements.Clear();

    private struct Element
    {
        public Touchers Readers, Writers, Changers;
    }

    /// <summary>
    /// The items that made one kind of access to one element. Groups come one after another, and phases within a group, so it is enough to
    /// keep one item of an earlier group and two of the latest phase.
    /// </summary>
    private struct Touchers
    {
        private Toucher _earlierGroup;
        private Toucher _latest, _another;

        public void Add(Toucher toucher)
        {
            if (_latest.Exists && _latest.Group != toucher.Group) _earlierGroup = _latest;
            if (_latest.Phase != toucher.Phase) (_latest, _another) = (toucher, default);
            else if (_latest.Item != toucher.Item) _another = toucher;
        }

        /// <summary>One of them that nothing orders before <paramref name="toucher"/>.</summary>
        public readonly Toucher? Unordered(Toucher toucher)
        {
            if (!_latest.Exists) return null;
            if (_latest.Group != toucher.Group) return _latest;
            if (_latest.Phase == toucher.Phase && _latest.Item != toucher.Item) return _latest;
            if (_latest.Phase == toucher.Phase && _another.Exists) return _another;
            return _earlierGroup.Exists ? _earlierGroup : null;
        }
    }
}
