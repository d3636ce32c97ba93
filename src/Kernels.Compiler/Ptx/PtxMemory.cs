using System.Linq;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>
/// Elements of memory by their addresses: of 64 bits in buffers, of 32 in shared memory. Vectors go lane by lane where they may lie at any
/// alignment, else in one access.
/// </summary>
internal sealed class PtxMemory(PtxText text, PtxRegisters registers)
{
    private const int LongestAccess = 4; // elements

    /// <summary>The state space that a memory lies in.</summary>
    public static string Space(Memory memory) => memory.Space == MemorySpace.Buffer ? "global" : "shared";

    /// <summary>The type of the registers that hold addresses in a memory.</summary>
    public static string AddressType(Memory memory) => memory.Space == MemorySpace.Buffer ? "b64" : "b32";

    /// <summary>Makes an element's address.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="index">The element's number: a register or a literal.</param>
    /// <param name="constant">A constant to add to the number: 0 or more.</param>
    /// <param name="from">A register with the address that the number counts from; null for the memory's first.</param>
    public PtxAddress Address(Memory memory, string index, int constant, string? from = null)
    {
        int size = PtxTypes.Bytes(memory.Element);
        string first = from ?? registers.Of(memory)[0];
        if (index[0] != '%') return new(first, (long.Parse(index, System.Globalization.CultureInfo.InvariantCulture) + constant) * size);
        if (memory.Space != MemorySpace.Buffer) return new(text.Make("mad.lo.s32", AddressType(memory), null, index, $"{size}", first), (long)constant * size);

        // Assemblers make one instruction of these two, and two of mad.wide.
        string bytes = text.Make("mul.wide.s32", "b64", null, index, $"{size}");
        return new(text.Make("add.s64", "b64", null, first, bytes), (long)constant * size);
    }

    /// <summary>Reads one element, or consecutive ones.</summary>
    public string[] Load(Memory memory, PtxAddress address, int lanes, bool isAligned, string[]? into)
    {
        if (memory.Element == Scalar.Half)
        {
            string[] halves = isAligned && lanes == LongestAccess
                ? LoadTogether(memory, address, New(memory, lanes))
                : [.. Enumerable.Range(0, lanes).Select(lane => text.Make($"ld.{Space(memory)}.b16", "b16", null, address.Plus(2 * lane)))];
            return [.. halves.Select((half, lane) => text.Make("cvt.f32.f16", "f32", into?[lane], half))];
        }

        if (isAligned && lanes == LongestAccess) return LoadTogether(memory, address, into ?? New(memory, lanes));

        var loaded = new string[lanes];
        string load = $"ld.{Space(memory)}.{PtxTypes.Element(memory.Element)}";
        for (int lane = 0; lane < lanes; lane++)
        {
            string place = address.Plus(lane * PtxTypes.Bytes(memory.Element));
            loaded[lane] = memory.Element == Scalar.Bool
                ? text.Make("setp.ne.s32", "pred", into?[lane], text.Make(load, "b32", null, place), "0")
                : text.Make(load, PtxTypes.Register(memory.Element), into?[lane], place);
        }

        return loaded;
    }

    /// <summary>Writes one element, or consecutive ones.</summary>
    public void Store(Memory memory, PtxAddress address, bool isAligned, string[] values)
    {
        if (memory.Element == Scalar.Half) values = [.. values.Select(value => text.Make("cvt.rn.f16.f32", "b16", null, value))];
        if (isAligned && values.Length == LongestAccess)
        {
            text.Do($"st.{Space(memory)}.v{values.Length}.{PtxTypes.Element(memory.Element)}", address.Plus(0), PtxText.Together(values));
            return;
        }

        for (int lane = 0; lane < values.Length; lane++)
        {
            string value = memory.Element == Scalar.Bool ? text.Make("selp.b32", "b32", null, "1", "0", values[lane]) : values[lane];
            text.Do($"st.{Space(memory)}.{PtxTypes.Element(memory.Element)}", address.Plus(lane * PtxTypes.Bytes(memory.Element)), value);
        }
    }

    private string[] LoadTogether(Memory memory, PtxAddress address, string[] into)
    {
        text.Do($"ld.{Space(memory)}.v{into.Length}.{PtxTypes.Element(memory.Element)}", PtxText.Together(into), address.Plus(0));
        return into;
    }

    private string[] New(Memory memory, int lanes) => [.. Enumerable.Range(0, lanes).Select(_ => registers.New(PtxTypes.Register(memory.Element)))];
}

/// <summary>A place in memory.</summary>
/// <param name="Register">Holds an address.</param>
/// <param name="Offset">The bytes from there.</param>
internal readonly record struct PtxAddress(string Register, long Offset)
{
    /// <summary>The place some bytes further, as an operand.</summary>
    public string Plus(int bytes) => Offset + bytes == 0 ? $"[{Register}]" : $"[{Register}+{Offset + bytes}]";
}
