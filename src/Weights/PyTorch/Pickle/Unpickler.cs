using System.Runtime.InteropServices;

namespace LiVOS.Weights.PyTorch.Pickle;

/// <summary>
/// Reads one pickle. A pickle is a program for a small stack machine, and Python's own lets it call anything; this one has a closed
/// list of instructions and of names (<see cref="TorchObjects"/>), builds nothing but plain values, never recurses, and stops at a limit.
/// </summary>
sealed class Unpickler(PickleReader reader, TorchObjects objects)
{
    // Far more than a checkpoint of ten thousand tensors with its optimizer needs; it bounds memory and time.
    const int MostInstructions = 1_000_000;
    const int MostBytes = 1 << 24;
    const int LongestInteger = 16;

    static readonly object Unset = new();

    readonly InputFile file = reader.File;
    readonly List<object?> stack = [];
    readonly Stack<int> marks = new();
    readonly List<object?> memo = [];

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
        throw new WeightsException($"{file.Name} is refused: its pickle is larger than that of any checkpoint.");
    }

    void Carry(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Proto: Protocol(reader.Byte()); break;
            case Opcode.Frame: reader.UInt64(); break;
            case Opcode.Mark: marks.Push(stack.Count); break;
            case Opcode.Pop: Discard(); break;
            case Opcode.PopMark: PopToMark(); break;

            case Opcode.None: stack.Add(null); break;
            case Opcode.NewTrue: stack.Add(true); break;
            case Opcode.NewFalse: stack.Add(false); break;
            case Opcode.BinInt: stack.Add((long)reader.Int32()); break;
            case Opcode.BinInt1: stack.Add((long)reader.Byte()); break;
            case Opcode.BinInt2: stack.Add((long)reader.UInt16()); break;
            case Opcode.Long1: stack.Add(Integer(reader.Bytes(reader.Byte()))); break;
            case Opcode.BinFloat: stack.Add(reader.DoubleBigEndian()); break;

            case Opcode.ShortBinString or Opcode.ShortBinUnicode: stack.Add(reader.Text(reader.Byte())); break;
            case Opcode.BinString or Opcode.BinUnicode: stack.Add(reader.Text((uint)reader.Int32())); break;
            case Opcode.BinUnicode8: stack.Add(reader.Text(reader.UInt64())); break;
            case Opcode.ShortBinBytes: Skip(reader.Byte()); break;
            case Opcode.BinBytes: Skip((uint)reader.Int32()); break;

            case Opcode.EmptyTuple: stack.Add(Array.Empty<object?>()); break;
            case Opcode.Tuple: stack.Add(PopToMark()); break;
            case Opcode.Tuple1: stack.Add(PopLast(1)); break;
            case Opcode.Tuple2: stack.Add(PopLast(2)); break;
            case Opcode.Tuple3: stack.Add(PopLast(3)); break;
            case Opcode.EmptyList or Opcode.EmptySet: stack.Add(new List<object?>()); break;
            case Opcode.List: stack.Add(new List<object?>(PopToMark())); break;
            case Opcode.Append: Append(PopLast(1)); break;
            case Opcode.Appends or Opcode.AddItems: Append(PopToMark()); break;
            case Opcode.EmptyDict: stack.Add(new PickleDict()); break;
            case Opcode.Dict: Dict(PopToMark()); break;
            case Opcode.SetItem: SetItems(PopLast(2)); break;
            case Opcode.SetItems: SetItems(PopToMark()); break;

            case Opcode.BinGet: Get(reader.Byte()); break;
            case Opcode.LongBinGet: Get(reader.Int32()); break;
            case Opcode.BinPut: Put(reader.Byte()); break;
            case Opcode.LongBinPut: Put(reader.Int32()); break;
            case Opcode.Memoize: Put(memo.Count); break;

            case Opcode.Global: stack.Add(objects.Global(reader.Line(), reader.Line())); break;
            case Opcode.StackGlobal: StackGlobal(PopLast(2)); break;
            case Opcode.Reduce or Opcode.NewObj: Call(PopLast(2)); break;
            case Opcode.Build: Build(PopLast(1)); break;
            case Opcode.BinPersId: stack.Add(objects.Storage(Pop())); break;
            default: throw new WeightsException(
                $"{file.Name} is refused: its pickle holds the instruction 0x{(byte)opcode:X2}, which no checkpoint needs.");
        }
    }

    void Protocol(byte version)
    {
        if (version is < 2 or > 5)
            throw new WeightsException($"{file.Name} cannot be read: its pickle is of protocol {version}, and 2 to 5 are known.");
    }

    object Integer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestInteger)
            throw file.Damaged($"its pickle has an integer of {bytes.Length} bytes");
        Int128 value = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        int unused = 8 * (LongestInteger - bytes.Length);
        value = unused == 8 * LongestInteger ? 0 : value << unused >> unused;
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    // Bytes are NumPy's and random generators' states: nothing here looks at them.
    void Skip(uint length)
    {
        reader.Bytes(length);
        stack.Add(PickleOpaque.Instance);
    }

    void Append(object?[] items)
    {
        if (Top() is List<object?> list)
            list.AddRange(items);
        else if (Top() is not PickleOpaque)
            throw file.Damaged("its pickle appends to what is no list");
    }

    void Dict(object?[] items)
    {
        stack.Add(new PickleDict());
        SetItems(items);
    }

    void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0)
            throw file.Damaged("its pickle sets a key without a value");
        if (Top() is PickleDict dict)
            for (int i = 0; i < items.Length; i += 2)
                dict.Items.Add(new(items[i], items[i + 1]));
        else if (Top() is not PickleOpaque)
            throw file.Damaged("its pickle sets items of what is no dict");
    }

    void Get(int index)
    {
        if ((uint)index >= (uint)memo.Count || memo[index] == Unset)
            throw file.Damaged("its pickle refers to a value that it has not built");
        stack.Add(memo[index]);
    }

    void Put(int index)
    {
        if ((uint)index >= MostInstructions)
            throw file.Damaged("its pickle numbers its values beyond reason");
        while (memo.Count <= index)
            memo.Add(Unset);
        memo[index] = Top();
    }

    void StackGlobal(object?[] names)
    {
        if (names is not [string module, string name])
            throw file.Damaged("its pickle names something by what is no text");
        stack.Add(objects.Global(module, name));
    }

    void Call(object?[] call)
    {
        if (call is not [PickleGlobal called, object?[] arguments])
            throw file.Damaged("its pickle calls what cannot be called");
        stack.Add(objects.Call(called, arguments));
    }

    // Attributes set after the fact, such as a state_dict's _metadata: nothing here needs them.
    void Build(object?[] state)
    {
        if (Top() is not (PickleDict or PickleOpaque or StridedTensor) || state is not [PickleDict or object?[] or PickleOpaque or null])
            throw file.Damaged("its pickle sets attributes of what has none");
    }

    void Discard()
    {
        // As in Python, a mark on top goes like a value.
        if (marks.TryPeek(out int mark) && mark == stack.Count)
            marks.Pop();
        else
            Pop();
    }

    object? Top()
    {
        if (stack.Count == 0 || (marks.TryPeek(out int mark) && mark == stack.Count))
            throw file.Damaged("its pickle uses a value that it has not built");
        return stack[^1];
    }

    object? Pop()
    {
        object? top = Top();
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    object?[] PopLast(int count) => PopFrom(stack.Count - count);

    object?[] PopToMark() =>
        marks.TryPop(out int mark) ? PopFrom(mark) : throw file.Damaged("its pickle ends a group that it has not begun");

    object?[] PopFrom(int first)
    {
        if (first < (marks.TryPeek(out int mark) ? mark : 0))
            throw file.Damaged("its pickle uses a value that it has not built");
        object?[] values = CollectionsMarshal.AsSpan(stack)[first..].ToArray();
        stack.RemoveRange(first, values.Length);
        return values;
    }
}
