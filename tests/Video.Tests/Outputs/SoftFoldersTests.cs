using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Video.Tests.Outputs;

/// <summary>Probabilities as pictures.</summary>
public sealed class SoftFoldersTests : IDisposable
{
    private readonly MovingSquare _square = new(6);
    private readonly CpuDevice _device = new();
    private readonly Network _network;

    public SoftFoldersTests() => _network = Network.Load(Repository.PathOf("models/livos-nano.safetensors"), _device);

    public void Dispose()
    {
        _network.Dispose();
        _device.Dispose();
        _square.Dispose();
    }

    [Fact]
    public async Task They_are_the_networks_own()
    {
        using var ownDevice = new CpuDevice(); // a device is not for two threads
        using Network ownNetwork = Network.Load(Repository.PathOf("models/livos-nano.safetensors"), ownDevice);
        using var plain = new Segmenter(ownNetwork, new FrameGeometry(_square.Height, _square.Width));
        int pixels = _square.Width * _square.Height;
        float[] probabilities = new float[2 * pixels];

        await WriteAsync(16, new SegmentationOptions { Size = null, WithProbabilities = true });

        for (int frame = 0; frame < _square.Count; frame++)
        {
            plain.Step(_square.Picture(frame).Rgb, frame == 0 ? _square.Mask(0, id: 3).Ids : [], new int[pixels]);
            plain.ReadProbabilities(probabilities);
            IndexMask read = Png.ReadMask(PathOf(frame));
            Assert.Equal(MaskFormat.Grey16, read.Format);
            Assert.All(read.Ids.Index(), pixel => Assert.InRange(pixel.Item - 65535 * probabilities[pixels + pixel.Index], -0.51f, 0.51f));
        }
    }

    [SkippableTheory]
    [InlineData(8, "gray")]
    [InlineData(16, "gray16le")]
    public async Task FFmpeg_reads_the_same_levels(int bits, string format)
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        await WriteAsync(bits, new SegmentationOptions { Size = null, WithProbabilities = true });

        FfmpegRun.Do("-i", PathOf(1), "-f", "rawvideo", "-pix_fmt", format, _square["levels"]);

        byte[] levels = File.ReadAllBytes(_square["levels"]);
        int bytes = bits / 8;
        int[] read = [.. Enumerable.Range(0, levels.Length / bytes).Select(i => bytes == 1 ? levels[i] : BitConverter.ToUInt16(levels, 2 * i))];
        Assert.Equal(Png.ReadMask(PathOf(1)).Ids, read);
    }

    [Theory]
    [InlineData(Direction.Forward)]
    [InlineData(Direction.Both)]
    public async Task They_have_the_frames_size_and_are_above_one_half_where_the_mask_is(Direction direction)
    {
        List<byte[]> masks = await WriteAsync(8, new SegmentationOptions { Size = 32, WithProbabilities = true, Direction = direction }, given: 3);

        for (int frame = direction == Direction.Forward ? 3 : 0; frame < _square.Count; frame++)
        {
            IndexMask read = Png.ReadMask(PathOf(frame));
            Assert.Equal((_square.Width, _square.Height, MaskFormat.Grey), (read.Width, read.Height, read.Format));
            Assert.All(read.Ids.Zip(masks[frame]), pixel => Assert.True(pixel.Second == 1 ? pixel.First >= 127 : pixel.First <= 128));
            Assert.Contains(read.Ids, level => level is > 10 and < 245);
        }
    }

    private string PathOf(int frame) => _square[$"soft_masks/3/{frame:00000}.png"];

    private async Task<List<byte[]>> WriteAsync(int bits, SegmentationOptions options, int given = 0)
    {
        List<byte[]> masks = [];
        await using IFrameOutput output = OutputFormat.Create(
            OutputFormat.Soft, Path.GetDirectoryName(_square["x"])!, new ClipInfo("clip", frame => $"{frame}"), softBits: bits);
        await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(_network, _square.Clip, new Prompts(given, _square.Mask(given, id: 3)), options))
        {
            masks.Add([.. frame.Mask.Labels]);
            await output.WriteAsync(frame);
        }
        await output.CompleteAsync();
        return masks;
    }
}
