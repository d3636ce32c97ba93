using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LiVOS.Media;

namespace LiVOS.Evaluation.Scores;

/// <summary>A binary mask, 64 pixels a word: what is counted and dilated is words, not pixels.</summary>
public sealed class Bitmap
{
    internal const int WordBits = 64;

    private readonly ulong[] _words;

    /// <summary>Makes an empty mask.</summary>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    public Bitmap(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height, WordsPerRow) = (width, height, (width + WordBits - 1) / WordBits);
        _words = new ulong[WordsPerRow * height];
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>How many pixels are set.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in _words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    internal int WordsPerRow { get; }

    /// <summary>The pixels of a row's last word that lie within the frame; those beyond it are never set.</summary>
    internal ulong LastWord => ulong.MaxValue >> (WordsPerRow * WordBits - Width);

    /// <summary>One pixel.</summary>
    /// <param name="x">0 to <see cref="Width"/> - 1.</param>
    /// <param name="y">0 to <see cref="Height"/> - 1.</param>
    public bool this[int x, int y]
    {
        get => (Row(y)[x / WordBits] >> (x % WordBits) & 1) != 0;
        set
        {
            ulong bit = 1UL << (x % WordBits);
            ref ulong word = ref Row(y)[x / WordBits];
            word = value ? word | bit : word & ~bit;
        }
    }

    /// <summary>The pixels of one object.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="id">The object.</param>
    /// <returns>A mask of the same size; empty where the object is not seen.</returns>
    public static Bitmap Of(IndexMask mask, int id)
    {
        var bitmap = new Bitmap(mask.Width, mask.Height);
        for (int y = 0; y < mask.Height; y++)
        {
            ReadOnlySpan<int> ids = mask.Ids.AsSpan(y * mask.Width, mask.Width);
            Span<ulong> row = bitmap.Row(y);
            for (int word = 0; word < row.Length; word++) row[word] = Pack(ids[(word * WordBits)..], id);
        }
        return bitmap;
    }

    /// <summary>How many pixels are set both here and there.</summary>
    /// <param name="other">A mask of the same size.</param>
    public int CountShared(Bitmap other)
    {
        RequireSizeOf(other);
        int count = 0;
        for (int i = 0; i < _words.Length; i++) count += BitOperations.PopCount(_words[i] & other._words[i]);
        return count;
    }

    internal Span<ulong> Row(int y) => _words.AsSpan(y * WordsPerRow, WordsPerRow);

    /// <summary>Refuses to compare masks of different sizes.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    internal void RequireSizeOf(Bitmap other)
    {
        if (other.Width != Width || other.Height != Height)
            throw new ArgumentException($"One mask is {Width}x{Height}, the other {other.Width}x{other.Height}.", nameof(other));
    }

    /// <summary>The first 64 pixels, or as many as there are.</summary>
    private static ulong Pack(ReadOnlySpan<int> ids, int id)
    {
        ulong word = 0;
        int pixels = Math.Min(ids.Length, WordBits), i = 0;
        for (; i <= pixels - Vector256<int>.Count; i += Vector256<int>.Count)
        {
            Vector256<int> same = Vector256.Equals(Vector256.LoadUnsafe(ref Unsafe.AsRef(in ids[i])), Vector256.Create(id));
            word |= (ulong)same.ExtractMostSignificantBits() << i;
        }
        for (; i < pixels; i++)
            if (ids[i] == id) word |= 1UL << i;
        return word;
    }
}
