namespace LiVOS.Bench.Sass;

/// <summary>The loop in which a kernel spends its time.</summary>
/// <param name="Product">HMMA.16816 (tensor cores with halves), HMMA.1688 (with tf32) or FFMA.</param>
/// <param name="Products">How many of these it has.</param>
/// <param name="Instructions">All of its instructions.</param>
/// <param name="Turn">Those of the shortest way through it: without what only some turns do.</param>
/// <param name="Around">The instructions of the loop around it, without its own.</param>
internal sealed record MainLoop(string Product, int Products, IReadOnlyList<string> Instructions, int Turn, int Around)
{
    /// <summary>Operations of a product of halves, which a warp computes together; a multiply-add counts 2.</summary>
    public const int OperationsOfHalves = 2 * 16 * 8 * 16;

    private static readonly string[] s_addresses =
        ["IMAD", "IADD", "UIADD", "UIMAD", "LEA", "ULEA", "ISETP", "UISETP", "LOP", "ULOP", "SHF", "USHF", "IMNMX", "IABS", "SEL", "USEL", "PLOP"];

    private static readonly string[] s_conversions = ["F2F", "I2F", "F2I", "F2FP", "HADD2", "PRMT", "MUFU"];

    /// <summary>Instructions of a turn for each product.</summary>
    public double PerProduct => (double)Turn / Products;

    /// <summary>Operations of a product of a warp.</summary>
    public int OperationsOfProduct => Product switch { "HMMA.16816" => OperationsOfHalves, "FFMA" => 2 * 32, _ => OperationsOfHalves / 2 };

    /// <summary>The share of integer work: addresses, indices and their comparisons.</summary>
    public double Addresses => Share(s_addresses);

    /// <summary>The share of conversions between number formats.</summary>
    public double Conversions => Share(s_conversions);

    /// <summary>How many loads there are of each width in bits, from global and from shared memory.</summary>
    public string Loads => string.Join(", ", Instructions
        .Select(each => each.Split(' ')[0]).Where(name => name.StartsWith("LDG", StringComparison.Ordinal) || name.StartsWith("LDS", StringComparison.Ordinal))
        .GroupBy(name => $"{name[..3]} {Bits(name)}").OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"));

    private static string Bits(string name) =>
        name.Contains("LDGSTS", StringComparison.Ordinal) ? "async" : name.StartsWith("LDSM", StringComparison.Ordinal) ? "matrix"
        : name.Contains(".128", StringComparison.Ordinal) ? "128" : name.Contains(".64", StringComparison.Ordinal) ? "64" : "32";

    private double Share(string[] starts) =>
        (double)Instructions.Count(each => starts.Any(start => each.StartsWith(start, StringComparison.Ordinal))) / Instructions.Count;
}
