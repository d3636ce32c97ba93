using LiVOS.Weights.PyTorch.Pickle;

namespace LiVOS.Weights.PyTorch;

/// <summary>
/// The closed list of names that a checkpoint's pickle may use, and what each stands for. Nothing is looked up or called by name: a
/// name that is not here ends the reading.
/// </summary>
internal sealed class TorchObjects(InputFile file)
{
    private const int MostAxes = 8;
    private const string FromType = "torch._tensor._rebuild_from_type_v2";

    private static readonly Dictionary<string, DataType> s_types = new()
    {
        ["double"] = DataType.F64, ["float"] = DataType.F32, ["half"] = DataType.F16, ["bfloat16"] = DataType.BF16,
        ["float64"] = DataType.F64, ["float32"] = DataType.F32, ["float16"] = DataType.F16,
        ["long"] = DataType.I64, ["int"] = DataType.I32, ["short"] = DataType.I16, ["char"] = DataType.I8, ["byte"] = DataType.U8,
        ["int64"] = DataType.I64, ["int32"] = DataType.I32, ["int16"] = DataType.I16, ["int8"] = DataType.I8, ["uint8"] = DataType.U8,
        ["uint64"] = DataType.U64, ["uint32"] = DataType.U32, ["uint16"] = DataType.U16,
        ["bool"] = DataType.Bool,
    };

    private static readonly Dictionary<string, DataType> s_storages = new()
    {
        ["DoubleStorage"] = DataType.F64, ["FloatStorage"] = DataType.F32, ["HalfStorage"] = DataType.F16,
        ["BFloat16Storage"] = DataType.BF16, ["LongStorage"] = DataType.I64, ["IntStorage"] = DataType.I32,
        ["ShortStorage"] = DataType.I16, ["CharStorage"] = DataType.I8, ["ByteStorage"] = DataType.U8,
        ["BoolStorage"] = DataType.Bool, ["UntypedStorage"] = DataType.U8,
    };

    private static readonly HashSet<string> s_rebuilds =
    [
        "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor_v3",
        "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state", FromType,
    ];

    private static readonly HashSet<string> s_containers = ["collections.OrderedDict", "collections.defaultdict", "collections.Counter"];

    // What training scripts keep beside the weights; harmless, and nothing here looks into it.
    private static readonly HashSet<string> s_harmless =
    [
        "builtins.set", "builtins.frozenset", "builtins.dict", "builtins.list", "builtins.int", "builtins.float",
        "__builtin__.set", "__builtin__.frozenset", "__builtin__.dict", "__builtin__.list", "__builtin__.int", "__builtin__.float",
        "torch.Size", "torch.device", "torch.Tensor", "torch.nn.parameter.Parameter",
        "_codecs.encode", "numpy.dtype", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "argparse.Namespace",
    ];

    private readonly Dictionary<string, TorchStorage> _storages = [];

    /// <summary>The storages that the pickle has named, by key.</summary>
    public IReadOnlyDictionary<string, TorchStorage> NamedStorages => _storages;

    /// <summary>Takes a name that the pickle uses.</summary>
    /// <exception cref="WeightsException">The name is not on the list.</exception>
    public PickleGlobal Global(string module, string name)
    {
        string full = $"{module}.{name}";
        bool isType = StorageType(full) is not null || NumberType(full) is not null;
        if (isType || s_rebuilds.Contains(full) || s_containers.Contains(full) || s_harmless.Contains(full))
            return new PickleGlobal(full);
        throw new WeightsException(
            $"{file.Name} is refused: it wants to use {full}, which is more than numbers; if you trust its origin, save only the " +
            "model's state_dict() with PyTorch and convert that.");
    }

    /// <summary>Gives what calling a name gives.</summary>
    public object? Call(PickleGlobal called, object?[] arguments) => (called.Name, arguments) switch
    {
        ("torch._utils._rebuild_tensor", [TorchStorage storage, long offset, object?[] shape, object?[] strides]) =>
            Tensor(storage, storage.Type, offset, shape, strides),
        ("torch._utils._rebuild_tensor_v2", [TorchStorage storage, long offset, object?[] shape, object?[] strides, ..]) =>
            Tensor(storage, storage.Type, offset, shape, strides),
        ("torch._utils._rebuild_tensor_v3", [TorchStorage storage, long offset, object?[] shape, object?[] strides, _, _,
            PickleGlobal type, ..]) when NumberType(type.Name) is DataType known => Tensor(storage, known, offset, shape, strides),
        ("torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state", [StridedTensor tensor, ..]) => tensor,
        // A tensor with attributes of its own: what makes the plain one, and what to make it of.
        (FromType, [PickleGlobal { Name: not FromType } inner, PickleGlobal, object?[] of, ..]) => Call(inner, of),
        (string name, [PickleDict items]) when s_containers.Contains(name) => items,
        (string name, [] or [PickleGlobal]) when s_containers.Contains(name) => new PickleDict(),
        (string name, _) when s_harmless.Contains(name) => PickleOpaque.Instance,
        _ => throw file.Damaged($"its pickle calls {called.Name} with what it does not take"),
    };

    /// <summary>Takes the description of a storage that stands outside the pickle.</summary>
    public TorchStorage Storage(object? description)
    {
        if (description as object?[] is not ["storage", PickleGlobal global, string key, _, long and >= 0 and long count, .. object?[] view]
            || StorageType(global.Name) is not DataType type)
            throw file.Damaged("its pickle describes a storage in a way that is not known");
        if (view is not ([] or [null]))
            throw new WeightsException(
                $"{file.Name} cannot be read: it shares storages as PyTorch before 0.4 did; load and save it with a newer PyTorch.");
        TorchStorage storage = new(key, type, count);
        if (!_storages.TryAdd(key, storage) && _storages[key] != storage)
            throw file.Damaged($"its pickle describes the storage {key} in two ways");
        return storage;
    }

    private StridedTensor Tensor(TorchStorage storage, DataType type, long offset, object?[] shape, object?[] strides)
    {
        if (shape.Length != strides.Length || shape.Length > MostAxes || offset < 0)
            throw file.Damaged(
                $"its pickle describes a tensor with {shape.Length} extents and {strides.Length} strides from number {offset} on");
        return new StridedTensor(storage, type, offset, Numbers(shape), Numbers(strides));
    }

    private long[] Numbers(object?[] values)
    {
        long[] numbers = new long[values.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = values[i] is long and >= 0 and long number
                ? number
                : throw file.Damaged("its pickle describes a tensor by what is no number");
        return numbers;
    }

    private static DataType? StorageType(string name)
    {
        int dot = name.LastIndexOf('.');
        bool isTorch = name[..dot] is "torch" or "torch.cuda" or "torch.storage";
        return isTorch && s_storages.TryGetValue(name[(dot + 1)..], out DataType type) ? type : null;
    }

    private static DataType? NumberType(string name) =>
        name.StartsWith("torch.", StringComparison.Ordinal) && s_types.TryGetValue(name["torch.".Length..], out DataType type) ? type : null;
}
