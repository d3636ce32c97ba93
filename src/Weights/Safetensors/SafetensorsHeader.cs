using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace LiVOS.Weights.Safetensors;

/// <summary>The JSON at the head of a safetensors file: what each tensor is and where it stands, and the file's own words.</summary>
internal sealed class SafetensorsHeader
{
    // A hundred times those of the published networks: more would only take time.
    internal const int MostTensors = 1 << 16;

    private readonly string _file;
    private readonly long _dataStart;
    private readonly long _dataLength;

    /// <summary>The file's <c>__metadata__</c>.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>The tensors by name.</summary>
    public Dictionary<string, TensorEntry> ByName { get; } = [];

    /// <summary>The tensors in the order of their bytes.</summary>
    public TensorEntry[] Tensors { get; }

    /// <summary>Reads a header and checks that its tensors fill the data exactly.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="json">The header.</param>
    /// <param name="dataStart">Where the data begin in the file.</param>
    /// <param name="dataLength">How many bytes of data the file has.</param>
    public SafetensorsHeader(string file, ReadOnlySpan<byte> json, long dataStart, long dataLength)
    {
        (_file, _dataStart, _dataLength) = (file, dataStart, dataLength);
        try
        {
            Parse(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The last two are what the reader throws for a value of another kind and for text that is no Unicode.
            throw new WeightsException(
                $"{file} is not a safetensors file, or a damaged one: its header is not the JSON that it should be.", e);
        }
        Tensors = [.. ByName.Values.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.Length)];
        CheckTheyFillTheData();
    }

    private void Parse(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader) is string name)
        {
            Expect(ref reader, JsonTokenType.StartObject);
            if (name == "__metadata__")
                ParseMetadata(ref reader);
            else if (ByName.Count == MostTensors)
                throw TooMany(_file);
            else if (!ByName.TryAdd(name, ParseTensor(ref reader, name)))
                throw new WeightsException($"{_file} is damaged: it lists the tensor {name} twice.");
        }
        // Nothing but white space may follow; the reader throws for anything else.
        reader.Read();
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        while (NextProperty(ref reader) is string key)
        {
            Expect(ref reader, JsonTokenType.String);
            if (!Metadata.TryAdd(key, reader.GetString()!))
                throw new WeightsException($"{_file} is damaged: its metadata give {key} twice.");
        }
    }

    private TensorEntry ParseTensor(ref Utf8JsonReader reader, string name)
    {
        string? typeName = null;
        ImmutableArray<long>? shape = null, offsets = null;
        while (NextProperty(ref reader) is string key)
        {
            reader.Read();
            switch (key)
            {
                case "dtype" when typeName is null: typeName = reader.GetString(); break;
                case "shape" when shape is null: shape = ParseNumbers(ref reader, name); break;
                case "data_offsets" when offsets is null: offsets = ParseNumbers(ref reader, name); break;
                default: throw new WeightsException($"{_file} is damaged: the tensor {name} has an unknown or repeated field \"{key}\".");
            }
        }
        if (typeName is null || shape is null || offsets is not [long begin, long end])
            throw new WeightsException($"{_file} is damaged: the tensor {name} lacks its dtype, its shape or its data_offsets.");
        if (!DataTypes.TryParse(typeName, out DataType? type))
            throw new WeightsException(
                $"{_file} cannot be used: the tensor {name} is of the type {typeName}, which is not known here; save it as F32 or F16.");
        if (begin > end || end > _dataLength)
            throw new WeightsException(
                $"{_file} is damaged or cut short: the tensor {name} stands at bytes {begin} to {end} of {_dataLength}.");
        if (!TensorEntry.TryCount(shape.Value, out long count) || count * type.Value.Size() != end - begin)
            throw new WeightsException(
                $"{_file} is damaged: the tensor {name}, {typeName} {shape.Value.ToShapeText()}, has {end - begin} bytes.");
        return new TensorEntry(name, type.Value, shape.Value, _dataStart + begin);
    }

    private ImmutableArray<long> ParseNumbers(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        ImmutableArray<long>.Builder numbers = ImmutableArray.CreateBuilder<long>(4);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!reader.TryGetInt64(out long number) || number < 0)
                throw new WeightsException($"{_file} is damaged: the tensor {name} has a number that is none: {ValueText(reader)}.");
            numbers.Add(number);
        }
        return numbers.DrainToImmutable();
    }

    private void CheckTheyFillTheData()
    {
        long end = _dataStart;
        TensorEntry? before = null;
        foreach (TensorEntry tensor in Tensors)
        {
            if (tensor.Offset < end)
                throw new WeightsException($"{_file} is damaged: the tensors {before?.Name} and {tensor.Name} overlap.");
            if (tensor.Offset > end)
                throw new WeightsException(
                    $"{_file} is damaged: {tensor.Offset - end} bytes before the tensor {tensor.Name} belong to none.");
            end += tensor.Length;
            before = tensor;
        }
        if (end != _dataStart + _dataLength)
            throw new WeightsException($"{_file} is damaged: its last {_dataStart + _dataLength - end} bytes belong to no tensor.");
    }

    /// <summary>The error for a file of more tensors than any network has.</summary>
    internal static WeightsException TooMany(string file) =>
        new($"{file} cannot be used: it lists more than {MostTensors} tensors, and no network has so many.");

    private static string ValueText(in Utf8JsonReader reader) => Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 32)]);

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new JsonException();
    }

    private static string? NextProperty(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject ? null : reader.GetString();
    }
}
