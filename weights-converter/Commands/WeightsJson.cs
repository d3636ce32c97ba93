using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;

namespace LiVOS.WeightsConverter.Commands;

/// <summary>The commands' results as JSON.</summary>
internal static class WeightsJson
{
    /// <summary>Prints what <paramref name="write"/> writes.</summary>
    public static void Print(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true }))
            write(writer);
        output.WriteLine(Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length)));
    }

    /// <summary>Writes how a file compares with what its network needs.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="check">The comparison.</param>
    /// <param name="fault">What keeps the network from being used; null where nothing does.</param>
    public static void WriteCheck(Utf8JsonWriter writer, ArchitectureCheck check, string? fault)
    {
        if (check.IsNetwork)
        {
            writer.WriteString("variant", check.Architecture.Variant);
            writer.WriteString("architecture", check.Architecture.ToString());
        }
        writer.WriteBoolean("usable", fault is null);
        writer.WriteString("fault", fault);
        writer.WriteBoolean("widened", check.IsWidened);
        WriteNames(writer, "missing", check.Missing.Select(tensor => tensor.Name));
        WriteNames(writer, "unexpected", check.Unexpected.Select(tensor => tensor.Name));
        WriteNames(writer, "training_only", check.TrainingOnly.Select(tensor => tensor.Name));
        writer.WriteStartArray("misshapen");
        foreach (Misshapen tensor in check.Misshapen)
        {
            writer.WriteStartObject();
            writer.WriteString("name", tensor.Expected.Name);
            WriteShape(writer, "expected", tensor.Expected.Shape);
            WriteShape(writer, "found", tensor.Found.Shape);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Writes a tensor and the range of its numbers.</summary>
    public static void WriteTensor(Utf8JsonWriter writer, TensorEntry tensor, TensorRange range)
    {
        writer.WriteStartObject();
        writer.WriteString("name", tensor.Name);
        writer.WriteString("dtype", tensor.Type.Name());
        WriteShape(writer, "shape", tensor.Shape);
        writer.WriteNumber("least", range.Least);
        writer.WriteNumber("greatest", range.Greatest);
        writer.WriteNumber("non_finite", range.NonFinite);
        writer.WriteEndObject();
    }

    /// <summary>Writes an array of names.</summary>
    public static void WriteNames(Utf8JsonWriter writer, string property, IEnumerable<string> names)
    {
        writer.WriteStartArray(property);
        foreach (string name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private static void WriteShape(Utf8JsonWriter writer, string property, ImmutableArray<long> shape)
    {
        writer.WriteStartArray(property);
        foreach (long extent in shape)
            writer.WriteNumberValue(extent);
        writer.WriteEndArray();
    }
}
