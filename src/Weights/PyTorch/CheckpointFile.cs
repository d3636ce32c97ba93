using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Weights.PyTorch;

/// <summary>
/// A PyTorch checkpoint (<c>.pth</c>), read without PyTorch and without carrying out anything that stands in it. Of a training
/// checkpoint, the model's weights are taken. Can be read by one thread at a time.
/// </summary>
public sealed class CheckpointFile : ITensorSource
{
    // Views may repeat numbers of their storage, and be gathered from it; more of it than this is no checkpoint's but an attack on memory, disk or time.
    private const int MostRepeated = 8;
    private const long AlwaysAllowed = 1 << 20;

    private readonly InputFile _file;
    private readonly Dictionary<string, (TensorEntry Entry, TensorView View)> _byName = [];
    private (TensorView? View, byte[] Bytes) _gathered = (null, []);

    /// <inheritdoc/>
    public string Name => _file.Name;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; } = ImmutableDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>The keys under which the weights stand in the checkpoint, such as <c>weights</c>; empty where they are all of it.</summary>
    public string TakenFrom { get; }

    /// <summary>The prefix that was removed from every tensor's name: <c>module.</c> after data-parallel training, else empty.</summary>
    public string TakenOff { get; }

    private CheckpointFile(InputFile file)
    {
        _file = file;
        TorchArchive archive = TorchArchive.Read(file);
        StateDict state = StateDict.Find(file, archive.Root);
        (TakenFrom, TakenOff) = (state.Path, state.Prefix);

        if (state.Tensors.Count > SafetensorsHeader.MostTensors)
            throw SafetensorsHeader.TooMany(file.Name);
        List<TensorEntry> tensors = [];
        long most = AlwaysAllowed + MostRepeated * file.Length, mostGathered = most;
        foreach ((string name, StridedTensor tensor) in state.Tensors)
        {
            TensorView view = new(file, name, tensor, archive.Places[tensor.Storage.Key]);
            TensorEntry entry = new(name, tensor.Type, [.. tensor.Shape]);
            if ((most -= entry.Length) < 0)
                throw new WeightsException($"{file.Name} is refused: its tensors claim far more numbers than it holds.");
            if ((mostGathered -= view.Gathered) < 0)
                throw new WeightsException(
                    $"{file.Name} is refused: its tensors lie so far apart in their storages that far more than the file would have to be read; " +
                    "save them after .contiguous().");
            tensors.Add(entry);
            _byName.Add(name, (entry, view));
        }
        Tensors = tensors;
    }

    /// <summary>Opens a checkpoint and reads what it holds, but for the numbers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends every later read.</param>
    /// <exception cref="WeightsException">There is no such file, or it is no PyTorch checkpoint, damaged, or more than numbers.</exception>
    public static CheckpointFile Open(string path, CancellationToken cancellation = default)
    {
        InputFile file = new(path, cancellation);
        try
        {
            return new CheckpointFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        bool found = _byName.TryGetValue(name, out (TensorEntry Entry, TensorView View) tensor);
        entry = tensor.Entry;
        return found;
    }

    /// <inheritdoc/>
    public void ReadBytes(TensorEntry entry, long start, Span<byte> destination)
    {
        if (!_byName.TryGetValue(entry.Name, out (TensorEntry Entry, TensorView View) tensor) || tensor.Entry != entry
            || start < 0 || destination.Length > entry.Length - start)
            throw new ArgumentOutOfRangeException(nameof(entry),
                $"{entry} is not a tensor of {Name}, or shorter than what is asked of it.");
        tensor.View.Read(start, destination, ref _gathered);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
