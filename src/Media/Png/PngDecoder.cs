using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LiVOS.Media;

/// <summary>A decoded PNG file.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Palette">The palette of an indexed file.</param>
/// <param name="Samples">Row-major, one byte a sample. Indices as they are, grey scaled to 0..255, of 16 bits the upper 8.</param>
internal sealed record PngImage(PngHeader Header, Palette? Palette, byte[] Samples)
{
    /// <summary>Of samples of 16 bits the lower 8, where they were asked for.</summary>
    public byte[]? Lower { get; init; }

    /// <summary>The chunk tRNS: the opacity of the palette's first colours, or the one colour that is transparent. Empty without one.</summary>
    public byte[] Transparency { get; init; } = [];

    /// <summary>How to turn the picture upright.</summary>
    public Orientation Orientation { get; init; }
}

/// <summary>Reads PNG files of every colour type, bit depth and interlacing. Sizes are checked before memory is set aside.</summary>
internal sealed class PngDecoder
{
    /// <summary>Deflate cannot pack more than this into one: a header that promises more lies.</summary>
    private const long LargestRatio = 1032;

    private static readonly (int X, int Y, int StepX, int StepY)[] s_wholePicture = [(0, 0, 1, 1)];
    private static readonly (int X, int Y, int StepX, int StepY)[] s_adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private readonly byte[] _file;
    private readonly string _path;
    private PngHeader _header;
    private Palette? _palette;
    private byte[] _transparency = [];
    private Orientation? _orientation;
    private byte[]? _lower;
    private int _packedStart, _packedLength;

    private PngDecoder(byte[] file, string path) => (_file, _path) = (file, path);

    private static ReadOnlySpan<byte> LastChunk => [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Decodes a file.</summary>
    /// <param name="file">The whole file; its content is spoiled.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="whole">Whether all 16 bits of such samples are wanted.</param>
    /// <param name="buffer">An array that the samples may be put into, if it has just their length.</param>
    /// <exception cref="MediaException">The file is damaged or not taken.</exception>
    public static PngImage Decode(byte[] file, string path, bool whole = false, byte[]? buffer = null)
    {
        var decoder = new PngDecoder(file, path);
        decoder.ReadChunks();
        return decoder.Inflate(whole, buffer);
    }

    private void ReadChunks()
    {
        if (!Png.IsPng(_file)) throw new MediaException($"'{_path}' is not a PNG file; convert it to PNG.");
        int at = Signature.Length;
        for (int chunk = 0; ; chunk++)
        {
            bool first = chunk == 0;
            if (_packedLength > 0 && LastChunk.StartsWith(_file.AsSpan(at))) break; // only the last chunk is cut off, and it says nothing
            if (_file.Length - at < 12) throw CutShort();
            uint length = BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(at));
            if (length > _file.Length - at - 12) throw CutShort();
            ReadOnlySpan<byte> type = _file.AsSpan(at + 4, 4), data = _file.AsSpan(at + 8, (int)length);
            if (Crc32.HashToUInt32(_file.AsSpan(at + 4, (int)length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(at + 8 + (int)length)))
                throw Damaged("the checksum of a chunk is wrong");
            if (first != type.SequenceEqual("IHDR"u8)) throw Damaged("the header is missing or in the wrong place");

            if (first) _header = PngHeader.Read(data, _path);
            else if (type.SequenceEqual("IDAT"u8)) Gather(data, at + 8);
            else if (type.SequenceEqual("PLTE"u8)) ReadPalette(data);
            else if (type.SequenceEqual("tRNS"u8)) _transparency = data.ToArray();
            else if (type.SequenceEqual("eXIf"u8) && chunk < PngExif.MostChunks) _orientation ??= PngExif.Read(data);
            else if (type.SequenceEqual("IEND"u8)) break;
            else if ((type[0] & 0x20) == 0) throw Damaged("a chunk of an unknown kind must not be ignored");
            at += 12 + (int)length;
        }
        if (_packedLength == 0) throw Damaged("there is no image data");
        if (_header.Colour == PngColour.Indexed && _palette is null) throw Damaged("the palette is missing");
    }

    private void ReadPalette(ReadOnlySpan<byte> data)
    {
        if (_header.Colour != PngColour.Indexed) return; // only a suggestion
        if (data.Length is 0 or > 768 || data.Length % 3 != 0) throw Damaged($"the palette is {data.Length} bytes long");
        _palette = new Palette(data);
    }

    /// <summary>Moves the pieces of the image data together, within the file's own memory.</summary>
    private void Gather(ReadOnlySpan<byte> data, int at)
    {
        if (_packedLength == 0) _packedStart = at;
        else data.CopyTo(_file.AsSpan(_packedStart + _packedLength));
        _packedLength += data.Length;
    }

    private PngImage Inflate(bool whole, byte[]? buffer)
    {
        var passes = _header.Interlaced ? s_adam7 : s_wholePicture;
        long unpacked = 0;
        foreach (var pass in passes)
        {
            var (width, height) = PassSize(pass);
            if (width > 0) unpacked += (_header.RowBytes(width) + 1L) * height;
        }
        if (unpacked > LargestRatio * _packedLength) throw CutShort();

        int length = _header.Width * _header.Height * _header.Channels;
        byte[] samples = buffer?.Length == length ? buffer : new byte[length];
        if (whole && _header.BitDepth == 16) _lower = new byte[samples.Length];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(_file, _packedStart, _packedLength), CompressionMode.Decompress);
            foreach (var pass in passes) ReadPass(stream, pass, samples);
        }
        catch (EndOfStreamException)
        {
            throw CutShort();
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw Damaged("its compressed data is wrong");
        }
        return new PngImage(_header, _palette, samples) { Lower = _lower, Transparency = _transparency, Orientation = _orientation ?? Orientation.Upright };
    }

    private (int Width, int Height) PassSize((int X, int Y, int StepX, int StepY) pass) =>
        ((_header.Width - pass.X + pass.StepX - 1) / pass.StepX, (_header.Height - pass.Y + pass.StepY - 1) / pass.StepY);

    private void ReadPass(Stream stream, (int X, int Y, int StepX, int StepY) pass, byte[] samples)
    {
        var (width, height) = PassSize(pass);
        if (width < 1 || height < 1) return;
        int rowBytes = _header.RowBytes(width), step = Math.Max(1, _header.BitsPerPixel / 8);
        bool inPlace = _header.BitDepth == 8 && !_header.Interlaced; // then a row's bytes are its samples
        byte[] filtered = new byte[rowBytes + 1], zeros = new byte[rowBytes], scratch = inPlace ? [] : new byte[2 * rowBytes];
        Span<byte> above = zeros;
        for (int y = 0; y < height; y++)
        {
            stream.ReadExactly(filtered);
            Span<byte> row = inPlace ? samples.AsSpan(y * rowBytes, rowBytes) : scratch.AsSpan(y % 2 * rowBytes, rowBytes);
            if (!PngFilter.Undo(filtered[0], filtered.AsSpan(1), above, row, step)) throw Damaged($"there is no row filter {filtered[0]}");
            above = row;
            if (inPlace) continue;
            int start = (pass.Y + y * pass.StepY) * _header.Width + pass.X;
            Spread(row, width, samples.AsSpan(start * _header.Channels), pass.StepX * _header.Channels);
            if (_lower is not null) Spread(row[1..], width, _lower.AsSpan(start * _header.Channels), pass.StepX * _header.Channels);
        }
    }

    /// <summary>Takes samples of any depth apart, to every pixel that the pass gives.</summary>
    private void Spread(ReadOnlySpan<byte> row, int pixels, Span<byte> samples, int pixelStep)
    {
        int depth = _header.BitDepth, channels = _header.Channels, mask = (1 << Math.Min(depth, 8)) - 1;
        int scale = _header.Colour == PngColour.Grey ? 255 / mask : 1;
        for (int x = 0; x < pixels; x++)
            for (int channel = 0; channel < channels; channel++)
            {
                int bit = (x * channels + channel) * depth;
                int shift = depth < 8 ? 8 - depth - (bit & 7) : 0;
                samples[x * pixelStep + channel] = (byte)((row[bit >> 3] >> shift & mask) * scale);
            }
    }

    private MediaException CutShort() => new($"The PNG file '{_path}' is cut short; copy or export it again.");

    private MediaException Damaged(string why) => new($"The PNG file '{_path}' is damaged ({why}); copy or export it again.");
}
