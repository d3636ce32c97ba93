namespace LiVOS.Runtime.Cuda;

/// <summary>Reads tensors through two halves of pinned memory: one is copied to the caller's array while the other is being filled.</summary>
internal sealed class CudaReads(CudaContext context, CudaHeap heap) : IDisposable
{
    private const int HalfBytes = 2 << 20; // some 0.1 ms of the bus each

    private readonly CudaStaging[] _halves = [new(context, heap, HalfBytes), new(context, heap, HalfBytes)];
    private readonly Lock _reading = new();

    /// <summary>Waits for earlier work of the device, then reads its memory. The context must be current.</summary>
    public void Read(ulong source, Span<byte> destination)
    {
        lock (_reading)
        {
            int pieces = (destination.Length + HalfBytes - 1) / HalfBytes, length = destination.Length;
            for (int piece = 0; piece <= pieces; piece++)
            {
                if (piece < pieces) _halves[piece % 2].Fetch(source + (ulong)piece * HalfBytes, BytesOf(piece));
                if (piece > 0) Take(piece - 1, destination);
            }

            int BytesOf(int piece) => Math.Min(HalfBytes, length - piece * HalfBytes);
        }
    }

    public void Dispose()
    {
        foreach (CudaStaging half in _halves) half.Dispose();
    }

    private void Take(int piece, Span<byte> destination)
    {
        CudaStaging half = _halves[piece % 2];
        half.Wait();
        Span<byte> part = destination[(piece * HalfBytes)..];
        part = part[..Math.Min(HalfBytes, part.Length)];
        half.Host[..part.Length].CopyTo(part);
    }
}
