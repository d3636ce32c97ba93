using LiVOS.Files;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>Masks of frames, kept in a temporary file until their turn comes: memory stays constant.</summary>
/// <param name="probabilities">Takes those that are read back; null where they are not kept.</param>
internal sealed class MaskSpool(ObjectProbabilities? probabilities = null) : IDisposable
{
    private const int LongestRun = ushort.MaxValue;

    private readonly FileStream _file = Create();
    private readonly Dictionary<int, Entry> _entries = [];
    private LabelMask? _mask; // any, for what all have in common
    private byte[] _labels = [];

    /// <summary>Keeps a frame's mask and what comes with it.</summary>
    public void Add(SegmentedFrame frame)
    {
        _mask ??= frame.Mask;
        long start = _file.Seek(0, SeekOrigin.End);
        using (var writer = new BinaryWriter(_file, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            ReadOnlySpan<byte> labels = frame.Mask.Labels;
            while (!labels.IsEmpty)
            {
                int run = labels.IndexOfAnyExcept(labels[0]);
                run = Math.Min(run < 0 ? labels.Length : run, LongestRun);
                writer.Write(labels[0]);
                writer.Write((ushort)run);
                labels = labels[run..];
            }
        }
        _entries[frame.Number] = new Entry(start, _file.Position, [.. frame.Mask.Ids], frame.Scores);
        if (probabilities is not null) frame.Probabilities!.Write(_file, frame.Mask.Ids.Count - 1);
    }

    /// <summary>Puts the mask that was kept in the place of a frame's.</summary>
    /// <returns>The frame with it; the frame itself where none was kept.</returns>
    public SegmentedFrame Replace(SegmentedFrame frame)
    {
        if (!_entries.TryGetValue(frame.Number, out Entry? entry)) return frame;
        LabelMask mask = Read(frame.Number);
        if (probabilities is not null)
        {
            _file.Seek(entry.Probabilities, SeekOrigin.Begin);
            probabilities.Read(_file, entry.Ids.Length - 1);
        }
        return frame with { Mask = mask, Scores = entry.Scores, Probabilities = probabilities };
    }

    /// <summary>Reads a mask.</summary>
    /// <param name="number">Its frame, whose mask was kept.</param>
    /// <returns>The mask; overwritten by the next.</returns>
    public LabelMask Read(int number)
    {
        Entry entry = _entries[number];
        if (_labels.Length == 0) _labels = new byte[_mask!.Labels.Length];
        _file.Seek(entry.Start, SeekOrigin.Begin);
        using var reader = new BinaryReader(_file, System.Text.Encoding.UTF8, leaveOpen: true);
        for (int at = 0; at < _labels.Length;)
        {
            byte label = reader.ReadByte();
            int run = reader.ReadUInt16();
            _labels.AsSpan(at, run).Fill(label);
            at += run;
        }
        return new LabelMask(_mask!.Width, _mask.Height, _labels, entry.Ids, _mask.Format, _mask.Palette);
    }

    /// <summary>Deletes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static FileStream Create()
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16, Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = PrivateFile.Mode;
        return new FileStream(Path.Combine(Path.GetTempPath(), "livos-" + Path.GetRandomFileName()), options);
    }

    private sealed record Entry(long Start, long Probabilities, int[] Ids, IReadOnlyList<ObjectScore> Scores);
}
