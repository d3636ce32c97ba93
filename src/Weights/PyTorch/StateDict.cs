using LiVOS.Weights.PyTorch.Pickle;

namespace LiVOS.Weights.PyTorch;

/// <summary>A model's tensors by name, found in what a checkpoint holds.</summary>
internal sealed class StateDict
{
    private const string DataParallelPrefix = "module.";

    /// <summary>The keys that lead to it from the checkpoint's root, joined by points; empty where the root is it.</summary>
    public string Path { get; }

    /// <summary>The prefix that was removed from every name: <c>module.</c> after data-parallel training, else empty.</summary>
    public string Prefix { get; }

    /// <summary>The tensors in the checkpoint's order.</summary>
    public IReadOnlyList<KeyValuePair<string, StridedTensor>> Tensors { get; }

    private StateDict(string path, OrderedDictionary<string, StridedTensor> tensors)
    {
        Path = path;
        Prefix = tensors.Keys.All(name => name.StartsWith(DataParallelPrefix, StringComparison.Ordinal)) ? DataParallelPrefix : "";
        Tensors = [.. tensors.Select(tensor => new KeyValuePair<string, StridedTensor>(tensor.Key[Prefix.Length..], tensor.Value))];
    }

    /// <summary>
    /// Finds the dict with the most tensors of its own among those that the root leads to through text keys; the first of equals.
    /// A training checkpoint's optimizer keeps its tensors in many small dicts, so the model's is the largest.
    /// </summary>
    /// <exception cref="WeightsException">No dict holds tensors.</exception>
    public static StateDict Find(InputFile file, object? root)
    {
        (Place? Place, OrderedDictionary<string, StridedTensor> Tensors) best = (null, []);
        HashSet<PickleDict> seen = new(ReferenceEqualityComparer.Instance);
        Queue<(Place? Place, PickleDict Dict)> queue = new();
        if (root is PickleDict top)
            queue.Enqueue((null, top));
        while (queue.TryDequeue(out (Place? Place, PickleDict Dict) next))
        {
            if (!seen.Add(next.Dict))
                continue;
            OrderedDictionary<string, StridedTensor> tensors = [];
            foreach ((object? key, object? value) in next.Dict.Items)
            {
                if (key is string name && value is StridedTensor tensor)
                    tensors[name] = tensor;
                else if (key is string inner && value is PickleDict dict)
                    queue.Enqueue((new Place(next.Place, inner), dict));
            }
            if (tensors.Count > best.Tensors.Count)
                best = (next.Place, tensors);
        }
        return best.Tensors.Count > 0
            ? new StateDict(best.Place?.ToString() ?? "", best.Tensors)
            : throw new WeightsException(
                $"{file.Name} holds no tensors by name: save the model's state_dict() with PyTorch and convert that.");
    }

    // Where a dict stands: a chain, so that a deeply nested file does not make a long text at every step.
    private sealed record Place(Place? Outer, string Key)
    {
        private const int MostNamed = 8;

        public override string ToString()
        {
            List<string> keys = [];
            for (Place? place = this; place is not null && keys.Count < MostNamed; place = place.Outer)
                keys.Insert(0, place.Key);
            return string.Join('.', keys);
        }
    }
}
