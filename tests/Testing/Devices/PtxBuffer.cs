using LiVOS.Runtime;

namespace LiVOS.Testing.Devices;

/// <summary>Memory of the PTX emulator. At the start every float in it is a NaN.</summary>
internal sealed class PtxBuffer : DeviceBuffer
{
    public PtxBuffer(long bytes) => Reserve(bytes);

    /// <summary>The bytes themselves.</summary>
    public byte[] Memory { get; private set; } = [];

    public override long Bytes => Memory.Length;

    public override nint HostAddress => throw new NotSupportedException("The PTX emulator's memory has no address.");

    public override void Reserve(long bytes)
    {
        if (bytes <= Bytes) return;
        Memory = GC.AllocateUninitializedArray<byte>(checked((int)bytes));
        Array.Fill(Memory, byte.MaxValue);
    }

    public override void Write(long offset, ReadOnlySpan<byte> source) => source.CopyTo(Memory.AsSpan((int)offset, source.Length));

    public override void Read(long offset, Span<byte> destination) => Memory.AsSpan((int)offset, destination.Length).CopyTo(destination);

    public override void Dispose() => Memory = [];
}
