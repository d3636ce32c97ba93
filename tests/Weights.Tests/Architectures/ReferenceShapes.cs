using System.Text.Json;

namespace LiVOS.Weights.Tests;

/// <summary>The names, types and shapes that the reference's own checkpoints have, recorded from PyTorch.</summary>
internal static class ReferenceShapes
{
    public static TensorEntry[] Read(string variant)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", $"state_dict-{variant}.json")));
        return
        [
            .. from tensor in json.RootElement.EnumerateArray()
               select new TensorEntry(
                   tensor.GetProperty("name").GetString()!,
                   tensor.GetProperty("dtype").GetString() == "int64" ? DataType.I64 : DataType.F32,
                   [.. tensor.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt64())]),
        ];
    }
}
