using System.Collections.Concurrent;
using System.Text;
using LiVOS.PtxEmulator;

namespace LiVOS.Testing.Cuda;

/// <summary>Loaded machine code: PTX that the emulator has decoded.</summary>
/// <param name="ptx">The decoded PTX.</param>
internal sealed class MockModule(PtxModule ptx)
{
    // Decoding takes long; tests open many devices.
    private static readonly ConcurrentDictionary<string, PtxModule> s_decoded = [];

    public PtxModule Ptx => ptx;

    public List<MockFunction> Functions { get; } = [];

    public bool IsUnloaded { get; set; }

    private static ReadOnlySpan<byte> Mark => "machine "u8;

    /// <summary>The card's code for PTX: a mark, the capability, the length, the text.</summary>
    /// <exception cref="PtxException">The text is not PTX.</exception>
    public static byte[] Compile(string text, int capability)
    {
        s_decoded.GetOrAdd(text, PtxModule.Parse);
        byte[] code = Encoding.UTF8.GetBytes(text);
        return [.. Mark, .. BitConverter.GetBytes(capability), .. BitConverter.GetBytes(code.Length), .. code];
    }

    /// <summary>Loads the card's code; null where it is none, or for another capability.</summary>
    public static unsafe MockModule? Load(byte* image, int capability)
    {
        foreach (byte one in Mark)
            if (*image++ != one) return null;
        int length = *(int*)(image + sizeof(int));
        return *(int*)image == capability ? new(s_decoded.GetOrAdd(Encoding.UTF8.GetString(image + 2 * sizeof(int), length), PtxModule.Parse)) : null;
    }
}

/// <summary>A kernel of a module.</summary>
/// <param name="Module">The module.</param>
/// <param name="Kernel">The kernel.</param>
internal sealed record MockFunction(MockModule Module, PtxKernel Kernel)
{
    /// <summary>The dynamic shared memory that was asked for.</summary>
    public int Granted { get; set; }
}

/// <summary>PTX on its way to machine code.</summary>
/// <param name="Info">The buffer for information.</param>
/// <param name="Errors">The buffer for errors.</param>
/// <param name="Bytes">The size of either.</param>
internal sealed unsafe record MockLink(nint Info, nint Errors, int Bytes)
{
    /// <summary>The text; null before it was given.</summary>
    public string? Text { get; set; }

    /// <summary>The machine code, in memory of the driver's; null before it is complete.</summary>
    public nint Code { get; set; }

    /// <summary>Writes to one of the buffers.</summary>
    public void Write(nint log, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        bytes.AsSpan(0, Math.Min(bytes.Length, Bytes - 1)).CopyTo(new Span<byte>((void*)log, Bytes));
    }
}
