using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Video.Tests;

/// <summary>Clips of every kind through the network, every way.</summary>
public sealed class VideoSegmenterTests : IDisposable
{
    private const int Frames = 8;

    private static readonly SegmentationOptions s_own = new() { Size = null };

    private readonly MovingSquare _square = new(Frames);
    private readonly CpuDevice _device = new();
    private readonly Network _network;

    public VideoSegmenterTests() => _network = Network.Load(Repository.PathOf("models/livos-nano.safetensors"), _device);

    public void Dispose()
    {
        _network.Dispose();
        _device.Dispose();
        _square.Dispose();
    }

    [Fact]
    public async Task Frames_that_are_pushed_give_the_masks_of_the_folder()
    {
        var clip = new PushedClip(_square.Width, _square.Height);
        Task pushing = Task.Run(async () =>
        {
            for (int frame = 0; frame < Frames; frame++) await clip.PushAsync(_square.Picture(frame).Rgb);
            clip.Complete();
        });

        List<int[]> pushed = await MasksAsync(clip, new Prompts(0, _square.Mask(0)));

        await pushing;
        Assert.Equal(await MasksAsync(_square.Clip, new Prompts(0, _square.Mask(0))), pushed);
    }

    [SkippableFact]
    public async Task A_file_and_a_stream_give_the_masks_of_the_folder()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        string file = _square.Video("clip.mkv", "-c:v", "ffv1", "-pix_fmt", "bgr0");
        List<int[]> expected = await MasksAsync(_square.Clip, new Prompts(0, _square.Mask(0)));

        await using VideoFile video = await VideoFile.OpenAsync(file);
        using FileStream stream = File.OpenRead(file);
        await using VideoFile streamed = await VideoFile.OpenAsync(stream);

        Assert.Equal(expected, await MasksAsync(video, new Prompts(0, _square.Mask(0))));
        Assert.Equal(expected, await MasksAsync(streamed, new Prompts(0, _square.Mask(0))));
    }

    [Fact]
    public async Task Late_frames_are_dropped_and_those_with_prompts_are_not()
    {
        const int frames = 40, deleted = 20;
        var clip = new PushedClip(_square.Width, _square.Height);
        Task pushing = Task.Run(async () =>
        {
            for (int frame = 0; frame < frames; frame++) await clip.PushAsync(_square.Picture(frame % Frames).Rgb);
            clip.Complete();
        });
        var prompts = new Prompts(0, _square.Mask(0)) { Deletions = [new Deletion(1, deleted)] };
        using var segmenter = new VideoSegmenter(_network, clip, prompts, s_own with { Drop = DropPolicy.Late });

        var given = new List<int>();
        await foreach (SegmentedFrame frame in segmenter.RunAsync())
        {
            Assert.True(frame.Delay > TimeSpan.Zero);
            Assert.Equal(frame.Number >= deleted, !frame.Mask.Labels.AsSpan().ContainsAnyExcept((byte)0));
            given.Add(frame.Number);
        }

        await pushing;
        Assert.Equal(given.Order().Distinct(), given);
        Assert.Contains(0, given);
        Assert.Contains(deleted, given);
        Assert.Contains(frames - 1, given);
        Assert.Equal(frames, given.Count + segmenter.DroppedFrames);
    }

    [Fact]
    public async Task Who_stops_taking_frames_stops_everything()
    {
        int taken = 0;
        await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(_network, _square.Clip, new Prompts(0, _square.Mask(0)), s_own))
        {
            Assert.Equal((taken, $"{taken:00000}"), (frame.Number, frame.Name));
            if (++taken == 3) break;
        }
        Assert.Equal(3, taken);
    }

    [Fact]
    public async Task Both_ways_from_the_middle_is_each_way_alone()
    {
        const int middle = 3;
        var prompts = new Prompts(middle, _square.Mask(middle));
        List<int[]> forward = await MasksAsync(_square.Clip, prompts), backward = await MasksAsync(_square.Clip, prompts, Direction.Backward);

        List<int[]> both = await MasksAsync(_square.Clip, prompts, Direction.Both);

        Assert.Equal([.. backward.Take(middle), .. forward.Skip(middle)], both);
        Assert.All(forward.Take(middle), mask => Assert.DoesNotContain(1, mask));
        Assert.All(backward.Skip(middle + 1), mask => Assert.DoesNotContain(1, mask));
        Assert.All(both, mask => Assert.Contains(1, mask));
    }

    [Fact]
    public async Task Backward_is_forward_over_the_reversed_clip()
    {
        using var reversed = new TemporaryFolder();
        for (int frame = 0; frame < Frames; frame++) Png.Write(reversed[$"{frame:00000}.png"], _square.Picture(Frames - 1 - frame));
        IndexMask last = _square.Mask(Frames - 1);
        List<int[]> expected = await MasksAsync(VideoClip.Of(FrameFolder.Open(reversed.Path)), new Prompts(0, last));
        expected.Reverse();

        Assert.Equal(expected, await MasksAsync(_square.Clip, new Prompts(Frames - 1, last), Direction.Backward));
    }

    [Fact]
    public async Task Between_two_masks_frames_take_the_run_from_the_nearer_one()
    {
        var first = new Prompts(0, _square.Mask(0));
        var two = new Prompts(new GivenMasks { [0] = _square.Mask(0), [6] = _square.Mask(6) });
        List<int[]> forward = await MasksAsync(_square.Clip, two), backward = await MasksAsync(_square.Clip, two, Direction.Backward);

        List<int[]> both = await MasksAsync(_square.Clip, two, Direction.Both);

        Assert.Equal([.. forward.Take(4), .. backward.Skip(4).Take(2), .. forward.Skip(6)], both);
    }

    [Fact]
    public async Task An_object_that_is_deleted_is_followed_no_further_and_the_others_are()
    {
        IndexMask two = Two(0);
        var prompts = new Prompts(0, two) { Deletions = [new Deletion(1, 4), new Deletion(9, 2)] };

        List<int[]> masks = await MasksAsync(_square.Clip, prompts);

        List<int[]> kept = await MasksAsync(_square.Clip, new Prompts(0, two));
        Assert.Equal(kept.Take(4), masks.Take(4));
        Assert.All(masks.Skip(4), mask => Assert.DoesNotContain(1, mask));
        Assert.All(masks.Skip(4), mask => Assert.Contains(2, mask));
    }

    [Fact]
    public async Task All_objects_can_be_deleted_and_come_again()
    {
        var prompts = new Prompts(new GivenMasks { [0] = _square.Mask(0), [5] = _square.Mask(5) }) { Deletions = [new Deletion(1, 2)] };
        List<int[]> masks = await MasksAsync(_square.Clip, prompts);
        Assert.Equal([true, true, false, false, false, true, true, true], masks.Select(mask => mask.Contains(1)));
        Assert.Equal(_square.Mask(5).Ids, masks[5]);
    }

    [Theory]
    [InlineData(MaskUse.Correct, true, true)]
    [InlineData(MaskUse.Add, false, true)]
    [InlineData(MaskUse.Replace, true, false)]
    public async Task A_later_mask_corrects_adds_or_replaces(MaskUse use, bool isCorrected, bool keepsOthers)
    {
        int[] elsewhere = new int[_square.Width * _square.Height];
        elsewhere.AsSpan(40 * _square.Width, 4 * _square.Width).Fill(1); // the square is said to be at the bottom
        var masks = new GivenMasks { [0] = Two(0), [2] = new IndexMask(_square.Width, _square.Height, elsewhere) };

        List<int[]> result = await MasksAsync(_square.Clip, new Prompts(masks) { Use = use });

        Assert.Equal(isCorrected, result[2].Select((id, at) => (id == 1) == (elsewhere[at] == 1)).All(same => same));
        Assert.Equal(keepsOthers, result[2].Contains(2));
    }

    [Fact]
    public async Task A_clip_that_is_read_once_goes_only_forward()
    {
        await using var clip = new PushedClip(8, 8);
        var error = Assert.Throws<ArgumentException>(
            () => new VideoSegmenter(_network, clip, new Prompts(0, _square.Mask(0)), s_own with { Direction = Direction.Both }));
        Assert.Contains("read only once", error.Message);
    }

    [Fact]
    public async Task Pictures_come_with_their_masks()
    {
        await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(
            _network, _square.Clip, new Prompts(5, _square.Mask(5)), s_own with { WithPictures = true, Direction = Direction.Both }))
            Assert.Equal(_square.Picture(frame.Number).Rgb, frame.Picture!.Rgb);
    }

    private IndexMask Two(int frame)
    {
        IndexMask mask = _square.Mask(frame);
        mask.Ids.AsSpan(34 * _square.Width, 8 * _square.Width).Fill(2);
        return mask;
    }

    private async Task<List<int[]>> MasksAsync(VideoClip clip, Prompts prompts, Direction direction = Direction.Forward)
    {
        List<int[]> masks = [];
        await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(_network, clip, prompts, s_own with { Direction = direction }))
        {
            int[] ids = new int[frame.Mask.Labels.Length];
            frame.CopyIds(ids);
            masks.Add(ids);
        }
        return masks;
    }
}
