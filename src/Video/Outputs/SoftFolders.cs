using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A grey PNG of each object's probability in each frame, in a folder for each object: <c>1/NAME.png</c>, as Cutie writes it. Frames need
/// <see cref="SegmentationOptions.WithProbabilities"/>.</summary>
/// <param name="folder">The folder of the objects' folders.</param>
/// <param name="bits">The bits of a pixel: 8, or 16.</param>
public sealed class SoftFolders(string folder, int bits = 8) : IFrameOutput
{
    private ushort[] _values = [];
    private byte[] _samples = [];

    /// <inheritdoc/>
    public bool WantsPictures => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The frame comes without probabilities.</exception>
    public ValueTask WriteAsync(SegmentedFrame frame)
    {
        LabelMask mask = frame.Mask;
        if (_values.Length == 0) (_values, _samples) = (new ushort[mask.Labels.Length], new byte[mask.Labels.Length * bits / 8]);
        for (int label = 1; label < mask.Ids.Count; label++)
        {
            if (frame.Probabilities is null) throw new ArgumentException("The frame comes without probabilities.", nameof(frame));
            frame.Probabilities.CopyTo(label, _values);
            Pack();
            string ofObject = Path.Combine(folder, mask.Ids[label].ToString(CultureInfo.InvariantCulture));
            OutputFolders.Create(ofObject);
            Png.WriteSamples(Path.Combine(ofObject, frame.Name + ".png"), mask.Width, mask.Height, channels: 1, _samples, bits);
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Pack()
    {
        if (bits == 8)
            for (int i = 0; i < _values.Length; i++) _samples[i] = (byte)((_values[i] * byte.MaxValue + ushort.MaxValue / 2) / ushort.MaxValue);
        else if (BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(_values, MemoryMarshal.Cast<byte, ushort>(_samples));
        else
            MemoryMarshal.AsBytes<ushort>(_values).CopyTo(_samples);
    }
}
