using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace LiVOS.Media;

/// <summary>The five row filters of PNG: a byte is held as its difference from a prediction by its neighbours.</summary>
internal static class PngFilter
{
    public const byte None = 0, Sub = 1, Up = 2, Average = 3, Paeth = 4;

    /// <summary>Restores a row; false if there is no such filter.</summary>
    /// <param name="filter">The row's filter.</param>
    /// <param name="filtered">The row as filtered.</param>
    /// <param name="above">The row above, restored; zeros for the first.</param>
    /// <param name="row">The row restored.</param>
    /// <param name="step">Bytes from a byte to the one it is predicted by: those of a pixel, at least 1.</param>
    public static bool Undo(byte filter, ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row, int step)
    {
        switch (filter)
        {
            case None: filtered.CopyTo(row); return true;
            case Sub: UndoSub(filtered, row, step); return true;
            case Up: UndoUp(filtered, above, row); return true;
            case Average: UndoAverage(filtered, above, row, step); return true;
            case Paeth: UndoPaeth(filtered, above, row, step); return true;
            default: return false;
        }
    }

    /// <summary>Filters a row by Paeth's prediction, the best single choice for photographs.</summary>
    public static void ApplyPaeth(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> filtered, int step)
    {
        for (int i = 0; i < step; i++) filtered[i] = (byte)(row[i] - above[i]);
        for (int i = step; i < row.Length; i++)
            filtered[i] = (byte)(row[i] - PredictPaeth(row[i - step], above[i], above[i - step]));
    }

    private static void UndoSub(ReadOnlySpan<byte> filtered, Span<byte> row, int step)
    {
        filtered[..step].CopyTo(row);
        for (int i = step; i < filtered.Length; i++) row[i] = (byte)(filtered[i] + row[i - step]);
    }

    private static void UndoUp(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row)
    {
        int i = 0;
        for (; i <= filtered.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(filtered[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < filtered.Length; i++) row[i] = (byte)(filtered[i] + above[i]);
    }

    private static void UndoAverage(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row, int step)
    {
        for (int i = 0; i < step; i++) row[i] = (byte)(filtered[i] + (above[i] >> 1));
        for (int i = step; i < filtered.Length; i++) row[i] = (byte)(filtered[i] + (row[i - step] + above[i] >> 1));
    }

    private static void UndoPaeth(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row, int step)
    {
        int i = step is 3 or 4 ? UndoPaethByPixel(filtered, above, row, step) : 0;
        for (; i < step; i++) row[i] = (byte)(filtered[i] + above[i]);
        for (; i < filtered.Length; i++)
            row[i] = (byte)(filtered[i] + PredictPaeth(row[i - step], above[i], above[i - step]));
    }

    /// <summary>The same with all bytes of a pixel at once, four bytes a step; gives how far it came.</summary>
    private static int UndoPaethByPixel(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row, int step)
    {
        Vector128<short> left = default, corner = default;
        int i = 0;
        for (; i <= filtered.Length - 4; i += step)
        {
            var up = Widen(above[i..]);
            Vector128<short> byLeft = up - corner, byUp = left - corner;
            Vector128<short> toLeft = Vector128.Abs(byLeft), toUp = Vector128.Abs(byUp), toCorner = Vector128.Abs(byLeft + byUp);
            var nearer = Vector128.ConditionalSelect(Vector128.LessThanOrEqual(toUp, toCorner), up, corner);
            var predicted = Vector128.ConditionalSelect(Vector128.LessThanOrEqual(toLeft, Vector128.Min(toUp, toCorner)), left, nearer);
            left = Widen(filtered[i..]) + predicted & Vector128.Create((short)255);
            corner = up;
            // Of three-byte pixels the fourth byte is the next pixel's, which overwrites it.
            BinaryPrimitives.WriteUInt32LittleEndian(row[i..], Vector128.Narrow(left.AsUInt16(), left.AsUInt16()).AsUInt32()[0]);
        }
        return i;
    }

    private static Vector128<short> Widen(ReadOnlySpan<byte> four) =>
        Vector128.WidenLower(Vector128.CreateScalar(BinaryPrimitives.ReadUInt32LittleEndian(four)).AsByte()).AsInt16();

    /// <summary>Whichever of left, above and corner is nearest to left + above - corner, in that order.</summary>
    private static int PredictPaeth(int left, int above, int corner)
    {
        int toLeft = Math.Abs(above - corner), toAbove = Math.Abs(left - corner), toCorner = Math.Abs(left + above - 2 * corner);
        int nearer = toAbove <= toCorner ? above : corner;
        return toLeft <= Math.Min(toAbove, toCorner) ? left : nearer;
    }
}
