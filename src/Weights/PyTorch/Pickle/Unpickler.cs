using System.Runtime.InteropServices;

namespace LiVOS.Weights.PyTorch.Pickle;

/// <summary>
/// Reads one pickle. A pickle is a program for a small stack machine, and Python's own lets it call anything; this one has a closed
/// list of instructions and of names (<see cref="TorchObjects"/>), builds nothing but plain values, never recurses, and stops at a limit.
/// </summary>
internal sealed class Unpickler(PickleReader reader, TorchObjects objects)
{
    // Far more than a checkpoint of ten thousand tensors with its optimizer needs; it bounds memory and time.
    private const int MostInstructions = 1_000_000;
    private const int MostBytes = 1 << 24;
    private const int LongestInteger = 16;

    private static readonly object s_unset = new();

    private readonly InputFile _file = reader.File;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly List<object?> _memo = [];

    /// <summary>Carries the pickle out, up to its end.</summary>
    /// <returns>The value that it builds.</returns>
    /// <exception cref="WeightsException">The pickle is damaged, too large, or does what none of a checkpoint does.</exception>
    public object? Read()
    {
        long start = reader.Position;
        for (int count = 0; count < MostInstructions && reader.Position - start < MostBytes; count++)
        {
            Opcode opcode = (Opcode)reader.Byte();
            if (opcode == Opcode.Stop)
                return Pop();
            Carry(opcode);
        }
        throw new WeightsException($"{_file.Name} is refused: its pickle is larger than that of any checkpoint.");
    }

    private void Carry(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Proto: Protocol(reader.Byte()); break;
            case Opcode.Frame: reader.UInt64(); break;
            case Opcode.Mark: _marks.Push(_stack.Count); break;
            case Opcode.Pop: Discard(); break;
            case Opcode.PopMark: PopToMark(); break;

            case Opcode.None: _stack.Add(null); break;
            case Opcode.NewTrue: _stack.Add(true); break;
            case Opcode.NewFalse: _stack.Add(false); break;
            case Opcode.BinInt: _stack.Add((long)reader.Int32()); break;
            case Opcode.BinInt1: _stack.Add((long)reader.Byte()); break;
            case Opcode.BinInt2: _stack.Add((long)reader.UInt16()); break;
            case Opcode.Long1: _stack.Add(Integer(reader.Bytes(reader.Byte()))); break;
            case Opcode.BinFloat: _stack.Add(reader.DoubleBigEndian()); break;

            case Opcode.ShortBinString or Opcode.ShortBinUnicode: _stack.Add(reader.Text(reader.Byte())); break;
            case Opcode.BinString or Opcode.BinUnicode: _stack.Add(reader.Text((uint)reader.Int32())); break;
            case Opcode.BinUnicode8: _stack.Add(reader.Text(reader.UInt64())); break;
            case Opcode.ShortBinBytes: Skip(reader.Byte()); break;
            case Opcode.BinBytes: Skip((uint)reader.Int32()); break;

            case Opcode.EmptyTuple: _stack.Add(Array.Empty<object?>()); break;
            case Opcode.Tuple: _stack.Add(PopToMark()); break;
            case Opcode.Tuple1: _stack.Add(PopLast(1)); break;
            case Opcode.Tuple2: _stack.Add(PopLast(2)); break;
            case Opcode.Tuple3: _stack.Add(PopLast(3)); break;
            case Opcode.EmptyList or Opcode.EmptySet: _stack.Add(new List<object?>()); break;
            case Opcode.List: _stack.Add(new List<object?>(PopToMark())); break;
            case Opcode.Append: Append(PopLast(1)); break;
            case Opcode.Appends or Opcode.AddItems: Append(PopToMark()); break;
            case Opcode.EmptyDict: _stack.Add(new PickleDict()); break;
            case Opcode.Dict: Dict(PopToMark()); break;
            case Opcode.SetItem: SetItems(PopLast(2)); break;
            case Opcode.SetItems: SetItems(PopToMark()); break;

            case Opcode.BinGet: Get(reader.Byte()); break;
            case Opcode.LongBinGet: Get(reader.Int32()); break;
            case Opcode.BinPut: Put(reader.Byte()); break;
            case Opcode.LongBinPut: Put(reader.Int32()); break;
            case Opcode.Memoize: Put(_memo.Count); break;

            case Opcode.Global: _stack.Add(objects.Global(reader.Line(), reader.Line())); break;
            case Opcode.StackGlobal: StackGlobal(PopLast(2)); break;
            case Opcode.Reduce or Opcode.NewObj: Call(PopLast(2)); break;
            case Opcode.Build: Build(PopLast(1)); break;
            case Opcode.BinPersId: _stack.Add(objects.Storage(Pop())); break;
            default:
                throw new WeightsException(
                $"{_file.Name} is refused: its pickle holds the instruction 0x{(byte)opcode:X2}, which no checkpoint needs.");
        }
    }

    private void Protocol(byte version)
    {
        if (version is < 2 or > 5)
            throw new WeightsException($"{_file.Name} cannot be read: its pickle is of protocol {version}, and 2 to 5 are known.");
    }

    private object Integer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestInteger)
            throw _file.Damaged($"its pickle has an integer of {bytes.Length} bytes");
        Int128 value = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        int unused = 8 * (LongestInteger - bytes.Length);
        value = unused == 8 * LongestInteger ? 0 : value << unused >> unused;
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    // Bytes are NumPy's and random generators' states: nothing here looks at them.
    private void Skip(uint length)
    {
        reader.Bytes(length);
        _stack.Add(PickleOpaque.Instance);
    }

    private void Append(object?[] items)
    {
        if (Top() is List<object?> list)
            list.AddRange(items);
        else if (Top() is not PickleOpaque)
            throw _file.Damaged("its pickle appends to what is no list");
    }

    private void Dict(object?[] items)
    {
        _stack.Add(new PickleDict());
        SetItems(items);
    }

    private void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0)
            throw _file.Damaged("its pickle sets a key without a value");
        if (Top() is PickleDict dict)
            for (int i = 0; i < items.Length; i += 2)
                dict.Items.Add(new(items[i], items[i + 1]));
        else if (Top() is not PickleOpaque)
            throw _file.Damaged("its pickle sets items of what is no dict");
    }

    private void Get(int index)
    {
        if ((uint)index >= (uint)_memo.Count || _memo[index] == s_unset)
            throw _file.Damaged("its pickle refers to a value that it has not built");
        _stack.Add(_memo[index]);
    }

    private void Put(int index)
    {
        if ((uint)index >= MostInstructions)
            throw _file.Damaged("its pickle numbers its values beyond reason");
        while (_memo.Count <= index)
            _memo.Add(s_unset);
        _memo[index] = Top();
    }

    private void StackGlobal(object?[] names)
    {
        if (names is not [string module, string name])
            throw _file.Damaged("its pickle names something by what is no text");
        _stack.Add(objects.Global(module, name));
    }

    private void Call(object?[] call)
    {
        if (call is not [PickleGlobal called, object?[] arguments])
            throw _file.Damaged("its pickle calls what cannot be called");
        _stack.Add(objects.Call(called, arguments));
    }

    // Attributes set after the fact, such as a state_dict's _metadata: nothing here needs them.
    private void Build(object?[] state)
    {
        if (Top() is not (PickleDict or PickleOpaque or StridedTensor) || state is not [PickleDict or object?[] or PickleOpaque or null])
            throw _file.Damaged("its pickle sets attributes of what has none");
    }

    private void Discard()
    {
        // As in Python, a mark on top goes like a value.
        if (_marks.TryPeek(out int mark) && mark == _stack.Count)
            _marks.Pop();
        else
            Pop();
    }

    private object? Top()
    {
        if (_stack.Count == 0 || (_marks.TryPeek(out int mark) && mark == _stack.Count))
            throw _file.Damaged("its pickle uses a value that it has not built");
        return _stack[^1];
    }

    private object? Pop()
    {
        object? top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object?[] PopLast(int count) => PopFrom(_stack.Count - count);

    private object?[] PopToMark() =>
        _marks.TryPop(out int mark) ? PopFrom(mark) : throw _file.Damaged("its pickle ends a group that it has not begun");

    private object?[] PopFrom(int first)
    {
        if (first < (_marks.TryPeek(out int mark) ? mark : 0))
            throw _file.Damaged("its pickle uses a value that it has not built");
        object?[] values = CollectionsMarshal.AsSpan(_stack)[first..].ToArray();
        _stack.RemoveRange(first, values.Length);
        return values;
    }
}
