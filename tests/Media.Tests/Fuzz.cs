namespace LiVOS.Media.Tests;

/// <summary>
/// Runs a test over random inputs. The environment variable LIVOS_FUZZ gives the number of rounds, from a seed that is printed and that
/// LIVOS_FUZZ_SEED repeats; without it a few fixed ones are run.
/// </summary>
internal static class Fuzz
{
    public static void Run(int usualRounds, Action<Random> round)
    {
        bool isLong = int.TryParse(Environment.GetEnvironmentVariable("LIVOS_FUZZ"), out int rounds);
        if (!isLong) rounds = usualRounds;
        int first = int.TryParse(Environment.GetEnvironmentVariable("LIVOS_FUZZ_SEED"), out int given) ? given : isLong ? Random.Shared.Next(1 << 30) : 0;
        if (isLong) Console.WriteLine($"Seeds {first} to {first + rounds - 1}.");
        for (int seed = first; seed < first + rounds; seed++)
            try
            {
                round(new Random(seed));
            }
            catch (Exception error)
            {
                throw new Xunit.Sdk.XunitException($"Seed {seed} (LIVOS_FUZZ=1 LIVOS_FUZZ_SEED={seed}): {error}");
            }
    }

    /// <summary>Changes a few bytes, or cuts the end off.</summary>
    public static byte[] Mutate(this Random random, byte[] file, int from = 0)
    {
        byte[] changed = random.Next(8) == 0 ? file[..random.Next(from + 1, file.Length + 1)] : [.. file];
        if (changed.Length > from)
            for (int changes = random.Next(1, 5); changes > 0; changes--)
                changed[random.Next(from, changed.Length)] = (byte)(random.Next(3) == 0 ? 255 * random.Next(2) : random.Next(256));
        return changed;
    }

    /// <summary>Whatever is in a file, it is read or refused with a sentence that names it.</summary>
    public static void ReadOrRefuse(string path, Action read)
    {
        try
        {
            read();
        }
        catch (MediaException error)
        {
            Assert.Contains(path, error.Message);
        }
    }
}
