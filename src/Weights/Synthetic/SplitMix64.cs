using System.Text;

namespace LiVOS.Weights.Synthetic;

/// <summary>The random numbers of synthetic weights and frames: SplitMix64, started from a name and a seed, any number at once.</summary>
internal readonly struct SplitMix64(string name, ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private readonly ulong _start = Fnv1a64(name) ^ unchecked(seed * Step);

    /// <summary>Number <paramref name="index"/>, in [0, 1), a multiple of 2^-24.</summary>
    public double this[long index]
    {
        get
        {
            unchecked
            {
                ulong z = _start + ((ulong)index + 1) * Step;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                z ^= z >> 31;
                return (z >> 40) * (1.0 / (1 << 24));
            }
        }
    }

    internal static ulong Fnv1a64(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte part in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ part) * 0x100000001B3);
        return hash;
    }
}
