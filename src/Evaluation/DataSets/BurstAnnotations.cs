using System.Buffers;
using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>A BURST annotation file: sequences with run-length masks for some of their frames.</summary>
public sealed class BurstAnnotations
{
    internal const string SequencesProperty = "sequences";

    private readonly JsonDocument _document;

    private BurstAnnotations(string path, JsonDocument document)
    {
        (Path, _document) = (path, document);
        Sequences = JsonFile.Interpret(path, () =>
        {
            RequireWritable();
            JsonFile.RequireDistinct(Root);
            return (BurstSequence[])[.. Root.GetProperty(SequencesProperty).EnumerateArray().Select(element => BurstSequence.Read(path, element))];
        });
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The sequences in the file's order.</summary>
    public IReadOnlyList<BurstSequence> Sequences { get; }

    /// <summary>All of the file.</summary>
    internal JsonElement Root => _document.RootElement;

    /// <summary>Reads a file.</summary>
    /// <exception cref="MediaException">The file cannot be read, or is not of BURST's form.</exception>
    public static BurstAnnotations Read(string path) => new(path, JsonFile.Open(path));

    /// <summary>Predictions repeat the whole file: text that cannot be written is to be found before the run.</summary>
    private void RequireWritable()
    {
        using var nowhere = new Utf8JsonWriter(new Nowhere());
        Root.WriteTo(nowhere);
    }

    /// <summary>Takes bytes and keeps none.</summary>
    private sealed class Nowhere : IBufferWriter<byte>
    {
        private byte[] _buffer = [];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (_buffer.Length < sizeHint || _buffer.Length == 0) _buffer = new byte[Math.Max(sizeHint, 1 << 16)];
            return _buffer;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
