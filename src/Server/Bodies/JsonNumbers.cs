using System.Text.Json;

namespace LiVOS.Server;

/// <summary>Numbers in JSON that strangers wrote.</summary>
internal static class JsonNumbers
{
    /// <summary>A whole number.</summary>
    public static bool TryInt(JsonElement json, out int number)
    {
        number = 0;
        return json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out number);
    }

    /// <summary>The lengths of runs.</summary>
    /// <exception cref="FormatException">They are no whole numbers from 0.</exception>
    public static List<int> Runs(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) throw new FormatException("they are no list");
        List<int> runs = [];
        foreach (JsonElement each in json.EnumerateArray())
            runs.Add(TryInt(each, out int run) && run >= 0 ? run : throw new FormatException($"there is {Shortened(each)} among them"));
        return runs;
    }

    /// <summary>A list of finite numbers; null where it is none.</summary>
    public static double[]? List(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) return null;
        var numbers = new double[json.GetArrayLength()];
        int at = 0;
        foreach (JsonElement each in json.EnumerateArray())
        {
            if (each.ValueKind != JsonValueKind.Number || !each.TryGetDouble(out double number) || !double.IsFinite(number)) return null;
            numbers[at++] = number;
        }

        return numbers;
    }

    private static string Shortened(JsonElement json) => json.GetRawText() is { Length: > 20 } text ? text[..20] + "..." : json.GetRawText();
}
