namespace LiVOS.PtxEmulator;

/// <summary>What a module's head declares, and so which instructions it may use.</summary>
/// <param name="Version">The version of the PTX ISA, such as 7.0.</param>
/// <param name="Sm">The compute capability, such as 80.</param>
internal sealed record PtxTarget(Version Version, int Sm)
{
    // The version that brought each target.
    private static readonly Dictionary<int, Version> s_since = new()
    {
        [50] = new(4, 0), [52] = new(4, 1), [53] = new(4, 2), [60] = new(5, 0), [61] = new(5, 0), [62] = new(5, 0), [70] = new(6, 0), [72] = new(6, 1),
        [75] = new(6, 3), [80] = new(7, 0), [86] = new(7, 1), [87] = new(7, 4), [89] = new(7, 8), [90] = new(7, 8), [100] = new(8, 6), [120] = new(8, 7),
    };

    /// <summary>The most shared memory of a block, static and dynamic, in bytes.</summary>
    public int SharedBytes => 1024 * Sm switch
    {
        >= 90 and < 120 => 227,
        80 or 87 => 163,
        86 or 89 or 120 => 99,
        75 => 64,
        70 or 72 => 96,
        _ => 48,
    };

    public static PtxTarget Of(Version version, string target, int line)
    {
        int sm = target.StartsWith("sm_", StringComparison.Ordinal) && int.TryParse(target.AsSpan(3), out int number) ? number : 0;
        if (!s_since.TryGetValue(sm, out Version? since))
            throw new PtxException(line, $"There is no target {target}, or this emulator does not know it.");
        if (version < since) throw new PtxException(line, $"Target {target} needs .version {since}; the module declares {version}.");
        return new(version, sm);
    }

    /// <summary>Refuses what the target or version does not have.</summary>
    public void Require(int sm, Version version, string what, int line)
    {
        if (Sm < sm) throw new PtxException(line, $"{what} needs .target sm_{sm} or higher; the module declares sm_{Sm}.");
        if (Version < version) throw new PtxException(line, $"{what} needs .version {version} or higher; the module declares {Version}.");
    }
}
