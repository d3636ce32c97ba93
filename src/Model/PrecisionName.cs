namespace LiVOS.Model;

/// <summary>The names of precisions on command lines.</summary>
public static class PrecisionName
{
    /// <summary>The names, the most exact one first.</summary>
    public static IReadOnlyList<string> All { get; } = ["fp32", "tf32", "fp16"];

    /// <summary>The name of a precision.</summary>
    public static string Of(Precision precision) => All[(int)precision];

    /// <summary>The precision of a name.</summary>
    /// <exception cref="ArgumentException">It is none of <see cref="All"/>.</exception>
    public static Precision Parse(string name) => name switch
    {
        "fp32" => Precision.Float32,
        "tf32" => Precision.Tf32,
        "fp16" => Precision.Float16,
        _ => throw new ArgumentException($"There is no precision '{name}'.", nameof(name)),
    };
}
