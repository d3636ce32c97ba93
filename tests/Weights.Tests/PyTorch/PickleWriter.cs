using System.Buffers.Binary;
using System.Text;

namespace LiVOS.Weights.Tests;

/// <summary>Writes pickles instruction by instruction, as PyTorch does, or as it never would.</summary>
internal sealed class PickleWriter
{
    private readonly MemoryStream _bytes = new();

    public PickleWriter(byte protocol = 2) => Raw(0x80, protocol);

    public byte[] End() => Raw('.')._bytes.ToArray();

    public PickleWriter Raw(params ReadOnlySpan<byte> instructions)
    {
        _bytes.Write(instructions);
        return this;
    }

    public PickleWriter Raw(char instruction) => Raw((byte)instruction);

    public PickleWriter Raw(string instructions) => Raw(Encoding.Latin1.GetBytes(instructions));

    public PickleWriter Global(string module, string name) => Raw($"c{module}\n{name}\n");

    public PickleWriter Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return Raw('X').Raw(BitConverter.GetBytes(utf8.Length)).Raw(utf8);
    }

    public PickleWriter Int(long value)
    {
        if (value is >= int.MinValue and <= int.MaxValue)
            return Raw('J').Raw(BitConverter.GetBytes((int)value));
        byte[] eight = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(eight, value);
        return Raw(0x8A, 8).Raw(eight);
    }

    public PickleWriter Tuple(params long[] values)
    {
        Raw('(');
        foreach (long value in values)
            Int(value);
        return Raw('t');
    }

    public PickleWriter EmptyOrderedDict() => Global("collections", "OrderedDict").Raw(")R");

    public PickleWriter Storage(string type, string key, long count) =>
        Raw('(').Text("storage").Global("torch", type).Text(key).Text("cpu").Int(count).Raw("tQ");

    public PickleWriter Tensor(string type, string key, long count, long offset, long[] shape, long[] strides) =>
        Global("torch._utils", "_rebuild_tensor_v2").Raw('(').Storage(type, key, count).Int(offset).Tuple(shape).Tuple(strides).Raw(0x89).EmptyOrderedDict()
            .Raw("tR");
}
