using System.Buffers;
using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>A BURST annotation file: sequences with run-length masks for some of their frames.</summary>
public sealed class BurstAnnotations
{
    internal const string SequencesProperty = "sequences";

    readonly JsonDocument document;

    BurstAnnotations(string path, JsonDocument document)
    {
        (Path, this.document) = (path, document);
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
    internal JsonElement Root => document.RootElement;

    /// <summary>Reads a file.</summary>
    /// <exception cref="MediaException">The file cannot be read, or is not of BURST's form.</exception>
    public static BurstAnnotations Read(string path) => new(path, JsonFile.Open(path));

    /// <summary>Predictions repeat the whole file: text that cannot be written is to be found before the run.</summary>
    void RequireWritable()
    {
        using var nowhere = new Utf8JsonWriter(new Nowhere());
        Root.WriteTo(nowhere);
    }

    /// <summary>Takes bytes and keeps none.</summary>
    sealed class Nowhere : IBufferWriter<byte>
    {
        byte[] buffer = [];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (buffer.Length < sizeHint || buffer.Length == 0) buffer = new byte[Math.Max(sizeHint, 1 << 16)];
            return buffer;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
