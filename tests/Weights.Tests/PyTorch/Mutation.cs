namespace LiVOS.Weights.Tests;

/// <summary>Damages a file's bytes as accidents and attackers do.</summary>
internal static class Mutation
{
    private static readonly byte[] s_telling = [0x00, 0x01, 0x7F, 0x80, 0xFF];

    /// <summary>A copy with one to four damages.</summary>
    public static byte[] Of(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        for (int damages = 1 << random.Next(3); damages > 0 && bytes.Count > 0; damages--)
            Damage(bytes, random);
        return [.. bytes];
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 1 << random.Next(1, 10)), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0 or 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 3: Fill(bytes, at, Math.Min(random.Next(1, 9), bytes.Count - at), s_telling[random.Next(s_telling.Length)]); break;
            case 4: bytes.RemoveRange(at, bytes.Count - at); break;
            case 5: bytes.RemoveRange(at, length); break;
            case 6: bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length)); break;
            default: Overwrite(bytes, random.Next(bytes.Count), bytes.GetRange(at, length)); break;
        }
    }

    private static void Fill(List<byte> bytes, int at, int length, byte value) => Overwrite(bytes, at, [.. Enumerable.Repeat(value, length)]);

    private static void Overwrite(List<byte> bytes, int at, List<byte> with)
    {
        for (int i = 0; i < with.Count && at + i < bytes.Count; i++)
            bytes[at + i] = with[i];
    }
}
