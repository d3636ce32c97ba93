using System.Buffers;

namespace LiVOS.Media;

/// <summary>Bytes that are needed for a moment; the array goes back to the shared pool.</summary>
/// <param name="length">How many.</param>
internal readonly struct RentedBytes(int length) : IDisposable
{
    /// <summary>The array: at least as long, and not cleared.</summary>
    public byte[] Array { get; } = ArrayPool<byte>.Shared.Rent(length);

    /// <summary>The bytes.</summary>
    public Span<byte> Span => Array.AsSpan(0, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(Array);
}
