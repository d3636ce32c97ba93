using LiVOS.Kernels.Compiler.Ir;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>Runs the intermediate representation as its comments define it, one item of each group: slow, and plain enough to be believed.</summary>
internal sealed class IrInterpreter
{
    private readonly Dictionary<Variable, object> _variables = [];
    private readonly Dictionary<Memory, Array> _memories = [];
    private readonly int[] _group = new int[3];
    private readonly int[] _grid = [1, 1, 1];
    private int _dynamicShared;

    private enum Next
    {
        Statement,
        Break,
        Continue,
        Return,
    }

    /// <summary>Runs all items or groups.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="grid">Groups along each axis; items along the first for a kernel over items.</param>
    /// <param name="dynamicShared">Elements of the shared memory whose length the launch chooses.</param>
    /// <param name="arguments">Arrays, which are changed, and numbers; structs taken apart.</param>
    public static void Run(KernelFunction kernel, int[] grid, int dynamicShared, params object[] arguments)
    {
        Assert.Equal(kernel.Arguments.Count, arguments.Length);
        for (int z = 0; z < grid[2]; z++)
            for (int y = 0; y < grid[1]; y++)
                for (int x = 0; x < grid[0]; x++)
                {
                    var run = new IrInterpreter { _dynamicShared = dynamicShared };
                    grid.CopyTo(run._grid, 0);
                    ((int[])[x, y, z]).CopyTo(run._group, 0);
                    foreach ((Argument argument, object value) in kernel.Arguments.Zip(arguments))
                    {
                        if (argument is BufferArgument buffer) run._memories[buffer.Memory] = (Array)value;
                        else run._variables[((ScalarArgument)argument).Variable] = value;
                    }

                    run.Do(kernel.Body.Statements);
                }
    }

    private Next Do(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
            if (Do(statement) is not Next.Statement and var next) return next;
        return Next.Statement;
    }

    private Next Do(Statement statement)
    {
        switch (statement)
        {
            case Block block:
                return Do(block.Statements);
            case Declare declare:
                _variables.Remove(declare.Variable);
                if (declare.Initial is not null) _variables[declare.Variable] = Typed(Value(declare.Initial), declare.Variable.Type);
                break;
            case Assign assign:
                _variables[assign.Variable] = Typed(Value(assign.Value), assign.Variable.Type);
                break;
            case Store store:
                int at = (int)Value(store.Index);
                object stored = Value(store.Value);
                if (Elements(store.Memory) is Half[] halves) Rounded(stored).CopyTo(halves, at);
                else if (stored is float[] lanes) lanes.CopyTo((float[])Elements(store.Memory), at);
                else Elements(store.Memory).SetValue(stored, at);
                break;
            case AtomicAdd atomic:
                int place = (int)Value(atomic.Index);
                object before = Elements(atomic.Memory).GetValue(place)!, added = Value(atomic.Value);
                Elements(atomic.Memory).SetValue(before is int n ? n + (int)added : (float)before + (float)added, place);
                if (atomic.Before is not null) _variables[atomic.Before] = before;
                break;
            case Shuffle shuffle:
                _variables[shuffle.Result] = Value(shuffle.Value);
                break;
            case If branch:
                return (bool)Value(branch.Condition) ? Do(branch.Then) : branch.Else is null ? Next.Statement : Do(branch.Else);
            case For loop:
                Do(loop.Initial);
                while (loop.Condition is null || (bool)Value(loop.Condition))
                {
                    if (Do(loop.Body) is (Next.Break or Next.Return) and var next) return next == Next.Return ? next : Next.Statement;
                    Do(loop.Steps);
                }

                break;
            case DoWhile loop:
                do
                {
                    if (Do(loop.Body) is (Next.Break or Next.Return) and var next) return next == Next.Return ? next : Next.Statement;
                }
                while ((bool)Value(loop.Condition));
                break;
            case Break: return Next.Break;
            case Continue: return Next.Continue;
            case Return: return Next.Return;
            case Ir.Barrier: break;
            case LoadMatrices or MultiplyMatrices: throw new NotSupportedException("Matrices need a warp of 32 items; the interpreter runs one.");
            case BeginCopy copy:
                float[] copied = (bool)Value(copy.Exists) ? ((float[])Elements(copy.From)).AsSpan((int)Value(copy.FromIndex), 4).ToArray() : new float[4];
                copied.CopyTo((float[])Elements(copy.To), (int)Value(copy.ToIndex));
                break;
            case CommitCopies or WaitForCopies: break;
            default: throw new NotSupportedException(statement.GetType().Name);
        }

        return Next.Statement;
    }

    private static Half[] Rounded(object stored) => stored is float[] lanes ? [.. lanes.Select(lane => (Half)lane)] : [(Half)(float)stored];

    private Array Elements(Memory memory)
    {
        if (_memories.TryGetValue(memory, out Array? elements)) return elements;
        int length = memory.Space == MemorySpace.DynamicShared ? _dynamicShared : memory.Length;
        return _memories[memory] = memory.Element == Scalar.Float ? new float[length] : new int[length];
    }

    private static object Typed(object value, IrType type)
    {
        Type expected = type.IsVector ? typeof(float[]) : TypeOf(type.Element);
        return value.GetType() == expected
            ? value
            : throw new InvalidOperationException($"A {value.GetType().Name} stands where there must be a {expected.Name}.");
    }

    private object Value(Expression expression) => Typed(Compute(expression), expression.Type);

    private object Compute(Expression expression)
    {
        switch (expression)
        {
            case Constant { Type.IsVector: true } constant: return Enumerable.Repeat((float)constant.Value, constant.Type.Lanes).ToArray();
            case Constant constant: return constant.Value;
            case Read read: return _variables[read.Variable];
            case Load load when Elements(load.Memory) is Half[] halves:
                float[] floats = [.. halves.AsSpan((int)Value(load.Index), load.Type.Lanes).ToArray().Select(half => (float)half)];
                return load.Type.IsVector ? floats : floats[0];
            case Load { Type.IsVector: true } load: return ((float[])Elements(load.Memory)).AsSpan((int)Value(load.Index), load.Type.Lanes).ToArray();
            case Load load: return Elements(load.Memory).GetValue((int)Value(load.Index))!;
            case VectorOf vector: return vector.Lanes.Select(lane => (float)Value(lane)).ToArray();
            case LaneOf lane: return ((float[])Value(lane.Vector))[lane.Number];
            case Splat splat: return Enumerable.Repeat((float)Value(splat.Operand), splat.Type.Lanes).ToArray();
            case Select select: return (bool)Value(select.Condition) ? Value(select.WhenTrue) : Value(select.WhenFalse);
            case Conversion conversion: return Convert(Value(conversion.Operand), conversion.Type.Element);
            case Unary unary: return Lanes(x => Unary(unary.Operator, x[0]), Value(unary.Operand));
            case Binary { Operator: BinaryOperator.AndAlso } both: return (bool)Value(both.Left) && (bool)Value(both.Right);
            case Binary { Operator: BinaryOperator.OrElse } either: return (bool)Value(either.Left) || (bool)Value(either.Right);
            case Binary binary: return Lanes(x => Binary(binary.Operator, x[0], x[1]), Value(binary.Left), Value(binary.Right));
            case Position { Place: BuiltInIndex.Item }: return _group[0];
            case Position { Place: BuiltInIndex.GroupInGrid } position: return _group[position.Axis];
            case Position { Place: BuiltInIndex.GridSize } position: return _grid[position.Axis];
            case Position { Place: BuiltInIndex.ItemInGroup or BuiltInIndex.LaneInWarp }: return 0;
            case Position: return 1;
            case Call { Function: Function.ReduceAdd } call: return ((float[])Value(call.Arguments[0])).Aggregate((a, b) => a + b);
            case Call { Function: Function.ReduceMax } call: return ((float[])Value(call.Arguments[0])).Max();
            case Call { Function: Function.BitCast } call:
                object bits = Value(call.Arguments[0]);
                return (bits, call.Type.Element) switch
                {
                    (float f, Scalar.Int) => BitConverter.SingleToInt32Bits(f),
                    (float f, _) => BitConverter.SingleToUInt32Bits(f),
                    (int i, _) => BitConverter.Int32BitsToSingle(i),
                    _ => (object)BitConverter.UInt32BitsToSingle((uint)bits),
                };
            case Call call: return Lanes(x => Apply(call.Function, x), [.. call.Arguments.Select(Value)]);
            default: throw new NotSupportedException(expression.GetType().Name);
        }
    }

    private static object Lanes(Func<object[], object> apply, params object[] operands)
    {
        if (operands[0] is not float[] vector) return apply(operands);
        var result = new float[vector.Length];
        var lanes = new object[operands.Length];
        for (int lane = 0; lane < result.Length; lane++)
        {
            for (int i = 0; i < lanes.Length; i++) lanes[i] = ((float[])operands[i])[lane];
            result[lane] = (float)apply(lanes);
        }

        return result;
    }

    private static Type TypeOf(Scalar scalar) => scalar switch
    {
        Scalar.Bool => typeof(bool),
        Scalar.SByte => typeof(sbyte),
        Scalar.Byte => typeof(byte),
        Scalar.Short => typeof(short),
        Scalar.UShort => typeof(ushort),
        Scalar.Int => typeof(int),
        Scalar.UInt => typeof(uint),
        Scalar.Long => typeof(long),
        Scalar.ULong => typeof(ulong),
        _ => typeof(float),
    };

    private static object Convert(object value, Scalar to) => value switch
    {
        float f => to switch
        {
            Scalar.Int => (int)f,
            Scalar.UInt => (uint)f,
            Scalar.Long => (long)f,
            Scalar.ULong => (ulong)f,
            _ => throw new NotSupportedException($"float to {to}"),
        },
        ulong u => to == Scalar.Float ? (float)u : Wrapped(u, to),
        _ => to == Scalar.Float ? (float)System.Convert.ToInt64(value) : Wrapped(System.Convert.ToInt64(value), to),
    };

    /// <summary>The low bits of an integer of any size.</summary>
    private static object Wrapped(Int128 value, Scalar to) => unchecked(to switch
    {
        Scalar.SByte => (sbyte)value,
        Scalar.Byte => (byte)value,
        Scalar.Short => (short)value,
        Scalar.UShort => (ushort)value,
        Scalar.Int => (int)value,
        Scalar.UInt => (uint)value,
        Scalar.Long => (long)value,
        _ => (object)(ulong)value,
    });

    private static object Unary(UnaryOperator op, object x) => (op, x) switch
    {
        (UnaryOperator.Not, bool b) => !b,
        (UnaryOperator.Negate, float f) => -f,
        (UnaryOperator.Negate, _) => Wrapped(-Wide(x), ScalarOf(x)),
        _ => Wrapped(~Wide(x), ScalarOf(x)),
    };

    private static Int128 Wide(object x) => x is ulong u ? u : System.Convert.ToInt64(x);

    private static Scalar ScalarOf(object x) => x switch
    {
        int => Scalar.Int,
        sbyte => Scalar.SByte,
        byte => Scalar.Byte,
        short => Scalar.Short,
        ushort => Scalar.UShort,
        uint => Scalar.UInt,
        long => Scalar.Long,
        _ => Scalar.ULong,
    };

    private static object Binary(BinaryOperator op, object left, object right)
    {
        if (left is float l && right is float r)
        {
            return op switch
            {
                BinaryOperator.Add => l + r,
                BinaryOperator.Subtract => l - r,
                BinaryOperator.Multiply => l * r,
                BinaryOperator.Divide => l / r,
                BinaryOperator.Remainder => l % r,
                BinaryOperator.Equal => l == r,
                BinaryOperator.NotEqual => l != r,
                BinaryOperator.Less => l < r,
                BinaryOperator.LessOrEqual => l <= r,
                BinaryOperator.Greater => l > r,
                BinaryOperator.GreaterOrEqual => (object)(l >= r),
                _ => throw new NotSupportedException($"{op} of floats"),
            };
        }

        if (left is bool p && right is bool q)
        {
            return op switch
            {
                BinaryOperator.And => p & q,
                BinaryOperator.Or => p | q,
                BinaryOperator.Xor or BinaryOperator.NotEqual => p ^ q,
                BinaryOperator.Equal => p == q,
                _ => throw new NotSupportedException($"{op} of truth values"),
            };
        }

        Int128 a = Wide(left), b = Wide(right);
        Scalar type = ScalarOf(left);
        int bits = new IrType(type).Bits, count = (int)(b & (bits - 1));
        if (op is not (BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight or BinaryOperator.ShiftRightUnsigned)) Typed(right, new(type));
        return op switch
        {
            BinaryOperator.Add => Wrapped(a + b, type),
            BinaryOperator.Subtract => Wrapped(a - b, type),
            BinaryOperator.Multiply => Wrapped(a * b, type),
            BinaryOperator.Divide => Wrapped(a / b, type),
            BinaryOperator.Remainder => Wrapped(a % b, type),
            BinaryOperator.And => Wrapped(a & b, type),
            BinaryOperator.Or => Wrapped(a | b, type),
            BinaryOperator.Xor => Wrapped(a ^ b, type),
            BinaryOperator.ShiftLeft => Wrapped(a << count, type),
            BinaryOperator.ShiftRight => Wrapped(a >> count, type),
            BinaryOperator.ShiftRightUnsigned => Wrapped((a & (((Int128)1 << bits) - 1)) >> count, type),
            BinaryOperator.Equal => a == b,
            BinaryOperator.NotEqual => a != b,
            BinaryOperator.Less => a < b,
            BinaryOperator.LessOrEqual => a <= b,
            BinaryOperator.Greater => a > b,
            BinaryOperator.GreaterOrEqual => (object)(a >= b),
            _ => throw new NotSupportedException($"{op} of integers"),
        };
    }

    private static object Apply(Function function, object[] x) => (function, x[0]) switch
    {
        (Function.PackHalves, float low) => TensorCore.PackHalves(low, (float)x[1]),
        (Function.ReluHalves, uint pair) => TensorCore.ReluHalves(pair),
        (Function.RoundToTf32, float a) => TensorCore.RoundToTf32(a),
        (Function.Fma, float a) => MathF.FusedMultiplyAdd(a, (float)x[1], (float)x[2]),
        (Function.Min, float a) => MathF.Min(a, (float)x[1]),
        (Function.Max, float a) => MathF.Max(a, (float)x[1]),
        (Function.Min, _) => Wide(x[0]) < Wide(x[1]) ? x[0] : x[1],
        (Function.Max, _) => Wide(x[0]) > Wide(x[1]) ? x[0] : x[1],
        (Function.Abs, float a) => MathF.Abs(a),
        (Function.Abs, _) => Wide(x[0]) < 0 ? Wrapped(-Wide(x[0]), ScalarOf(x[0])) : x[0],
        (Function.CopySign, float a) => MathF.CopySign(a, (float)x[1]),
        (Function.Sqrt, float a) => MathF.Sqrt(a),
        (Function.Exp, float a) => MathF.Exp(a),
        (Function.Log, float a) => MathF.Log(a),
        (Function.Pow, float a) => MathF.Pow(a, (float)x[1]),
        (Function.Sin, float a) => MathF.Sin(a),
        (Function.Cos, float a) => MathF.Cos(a),
        (Function.Tanh, float a) => MathF.Tanh(a),
        (Function.Floor, float a) => MathF.Floor(a),
        (Function.Ceiling, float a) => MathF.Ceiling(a),
        (Function.Truncate, float a) => MathF.Truncate(a),
        (Function.Round, float a) => MathF.Round(a),
        _ => throw new NotSupportedException($"{function} of {x[0].GetType().Name}"),
    };
}
