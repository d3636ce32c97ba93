using System.Security.Cryptography;
using LiVOS.Files;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.PyTorch;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Weights;

/// <summary>
/// Converts weight files to safetensors. Memory holds a fraction of a megabyte of numbers at a time, whatever the file's size; the
/// result appears under its name only when it is whole.
/// </summary>
public static class Converter
{
    private const int ChunkNumbers = 1 << 16;

    /// <summary>Converts a PyTorch checkpoint, or a safetensors file, to safetensors.</summary>
    /// <remarks>
    /// Floats become 32-bit floats, or halves; integers stay what they are. Of a LiVOS network, tensors that only training needs are
    /// left out, and a mask stem of four channels is widened. A file that is not a whole LiVOS network is converted all the same:
    /// <see cref="Conversion.Check"/> says what it lacks.
    /// </remarks>
    /// <param name="input">The file to convert.</param>
    /// <param name="output">Where the result shall stand; a file there is replaced.</param>
    /// <param name="half">Whether to round floats to 16 bits, for half the size.</param>
    /// <param name="cancellation">Ends the conversion; nothing is left of it then.</param>
    /// <exception cref="WeightsException">The input cannot be read, the output not written, they are one file, or a number is too large for a half.</exception>
    /// <exception cref="OperationCanceledException">The conversion was cancelled.</exception>
    public static Conversion Convert(string input, string output, bool half = false, CancellationToken cancellation = default)
    {
        CheckTheyAreTwo(input, output);
        using ITensorSource opened = WeightFile.Open(input, cancellation);
        ArchitectureCheck check = Architecture.Check(opened);
        ITensorSource source = check.Source;
        TensorEntry[] tensors = [.. source.Tensors.Where(tensor => !check.IsNetwork || Architecture.IsNeeded(tensor.Name))];
        TensorEntry[] layout = [.. tensors.Select(tensor => new TensorEntry(tensor.Name, TargetType(tensor.Type, half), tensor.Shape))];
        string sha256 = Sha256(input, cancellation);

        List<string> nonFinite = [];
        using SafetensorsWriter writer = new(output, layout, Metadata(check, sha256));
        float[] chunk = new float[ChunkNumbers];
        foreach (TensorEntry tensor in tensors)
            if (!Copy(source, tensor, writer, half, chunk))
                nonFinite.Add(tensor.Name);
        writer.Commit();

        CheckpointFile? checkpoint = opened as CheckpointFile;
        return new Conversion(opened.Name, sha256, checkpoint?.TakenFrom ?? "", checkpoint?.TakenOff ?? "", check, layout, nonFinite);
    }

    private static DataType TargetType(DataType type, bool half) => !type.IsFloat() ? type : half ? DataType.F16 : DataType.F32;

    private static Dictionary<string, string> Metadata(ArchitectureCheck check, string sha256)
    {
        Dictionary<string, string> metadata = new(check.Source.Metadata) { ["source"] = check.Source.Name, ["source_sha256"] = sha256 };
        if (check.IsNetwork)
        {
            metadata["variant"] = check.Architecture.Variant;
            metadata.TryAdd(Architecture.HeadsKey, check.Architecture.Heads.ToString());
        }
        return metadata;
    }

    // Gives whether all numbers are finite.
    private static bool Copy(ITensorSource source, TensorEntry tensor, SafetensorsWriter writer, bool half, float[] chunk)
    {
        if (!tensor.Type.IsFloat())
        {
            CopyBytes(source, tensor, writer);
            return true;
        }
        bool finite = true;
        Half[] halves = half ? new Half[chunk.Length] : [];
        for (long start = 0; start < tensor.Count; start += chunk.Length)
        {
            Span<float> numbers = chunk.AsSpan(0, (int)Math.Min(chunk.Length, tensor.Count - start));
            source.Read(tensor, start, numbers);
            foreach (float number in numbers)
                finite &= float.IsFinite(number);
            if (half)
                WriteHalves(source, tensor, writer, numbers, halves.AsSpan(0, numbers.Length));
            else
                writer.Write(numbers);
        }
        return finite;
    }

    private static void WriteHalves(
        ITensorSource source, TensorEntry tensor, SafetensorsWriter writer, ReadOnlySpan<float> numbers, Span<Half> halves)
    {
        FloatConversion.ToHalves(numbers, halves);
        for (int i = 0; i < numbers.Length; i++)
            if (Half.IsInfinity(halves[i]) && float.IsFinite(numbers[i]))
                throw new WeightsException(
                    $"{source.Name} cannot be converted to halves: {tensor.Name} holds {numbers[i]}, and halves end at " +
                    $"{(float)Half.MaxValue}; convert it without --half.");
        writer.Write((ReadOnlySpan<Half>)halves);
    }

    private static void CopyBytes(ITensorSource source, TensorEntry tensor, SafetensorsWriter writer)
    {
        byte[] bytes = new byte[Math.Min(ChunkNumbers, tensor.Length)];
        for (long start = 0; start < tensor.Length; start += bytes.Length)
        {
            Span<byte> part = bytes.AsSpan(0, (int)Math.Min(bytes.Length, tensor.Length - start));
            source.ReadBytes(tensor, start, part);
            writer.Write(part);
        }
    }

    private static void CheckTheyAreTwo(string input, string output)
    {
        try
        {
            if (RealPath.AreSame(input, output))
                throw new WeightsException($"{output} is the file to convert; give another name for the result.");
        }
        catch (IOException e)
        {
            throw new WeightsException(e.Message, e);
        }
    }

    private static string Sha256(string path, CancellationToken cancellation)
    {
        using InputFile file = new(path, cancellation);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] chunk = new byte[1 << 17];
        for (long done = 0; done < file.Length; done += chunk.Length)
        {
            Span<byte> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, file.Length - done));
            file.Read(done, part);
            hash.AppendData(part);
        }
        return System.Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
