using System.Runtime.InteropServices;

namespace LiVOS.Weights;

/// <summary>Reading floats from any <see cref="ITensorSource"/>.</summary>
public static class TensorSource
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Reads a whole tensor, row-major, as floats: other types are converted.</summary>
    /// <param name="source">Holds the tensor.</param>
    /// <param name="entry">The tensor.</param>
    /// <param name="destination">As long as the tensor's <see cref="TensorEntry.Count"/>.</param>
    /// <exception cref="WeightsException">The file cannot be read, or <paramref name="destination"/> has another length.</exception>
    public static void Read(this ITensorSource source, TensorEntry entry, Span<float> destination)
    {
        if (destination.Length != entry.Count)
            throw new WeightsException($"{source.Name}: {entry} does not fit {destination.Length} numbers.");
        source.Read(entry, 0, destination);
    }

    /// <summary>Reads a part of a tensor as floats.</summary>
    /// <param name="source">Holds the tensor.</param>
    /// <param name="entry">The tensor.</param>
    /// <param name="start">The first number to read, counted row-major.</param>
    /// <param name="destination">Takes the numbers from there on.</param>
    /// <exception cref="WeightsException">The file cannot be read.</exception>
    public static void Read(this ITensorSource source, TensorEntry entry, long start, Span<float> destination)
    {
        int size = entry.Type.Size();
        if (entry.Type == DataType.F32)
        {
            // A span of bytes cannot span 2 GB; halves can.
            const int most = int.MaxValue / 2 / sizeof(float);
            for (int done = 0; done < destination.Length; done += most)
            {
                Span<float> part = destination.Slice(done, Math.Min(most, destination.Length - done));
                source.ReadBytes(entry, (start + done) * size, MemoryMarshal.AsBytes(part));
            }
            return;
        }

        byte[] chunk = new byte[Math.Min(ChunkBytes, (long)destination.Length * size)];
        for (int done = 0; done < destination.Length;)
        {
            int count = Math.Min(chunk.Length / size, destination.Length - done);
            Span<byte> bytes = chunk.AsSpan(0, count * size);
            source.ReadBytes(entry, (start + done) * size, bytes);
            FloatConversion.ToFloats(entry.Type, bytes, destination.Slice(done, count));
            done += count;
        }
    }

    /// <summary>Reads a whole tensor, row-major, as floats.</summary>
    /// <exception cref="WeightsException">There is no such tensor, it is too large for an array, or the file cannot be read.</exception>
    public static float[] ReadFloats(this ITensorSource source, string name)
    {
        TensorEntry entry = source.Get(name);
        if (entry.Count > Array.MaxLength)
            throw new WeightsException($"{source.Name}: {entry} is too large to be read at once.");
        float[] numbers = new float[entry.Count];
        source.Read(entry, numbers);
        return numbers;
    }

    /// <summary>Finds a tensor that must be there.</summary>
    /// <exception cref="WeightsException">There is no such tensor.</exception>
    public static TensorEntry Get(this ITensorSource source, string name) =>
        source.TryGet(name, out TensorEntry? entry)
            ? entry
            : throw new WeightsException($"{source.Name} has no tensor {name}; livos inspect lists what it holds.");
}
