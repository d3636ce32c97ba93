using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Video.Tests;

/// <summary>How sure the network is, against plain sums over its probabilities.</summary>
public sealed class ScoresTests
{
    [Fact]
    public async Task Scores_are_means_over_the_networks_probabilities()
    {
        using var square = new MovingSquare(6);
        using var device = new CpuDevice();
        using Network network = Network.Load(Repository.PathOf("models/livos-nano.safetensors"), device);
        using var ownDevice = new CpuDevice(); // a device is not for two threads
        using Network ownNetwork = Network.Load(Repository.PathOf("models/livos-nano.safetensors"), ownDevice);
        using var plain = new Segmenter(ownNetwork, new FrameGeometry(square.Height, square.Width));
        int pixels = square.Width * square.Height, taken = 0;
        int[] ids = new int[pixels], before = [];
        float[] probabilities = new float[2 * pixels];

        await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(
            network, square.Clip, new Prompts(0, square.Mask(0)), new SegmentationOptions { Size = null, WithScores = true }))
        {
            plain.Step(square.Picture(frame.Number).Rgb, frame.Number == 0 ? square.Mask(0).Ids : [], ids);
            plain.ReadProbabilities(probabilities);
            int[] inside = [.. Enumerable.Range(0, pixels).Where(at => ids[at] == 1)];
            int[] outline = [.. inside.Where(at => Neighbours(square, at).Any(neighbour => ids[neighbour] != 1))];
            ObjectScore score = Assert.Single(frame.Scores);

            Assert.Equal((1, inside.Length, false), (score.Id, score.Area, score.Lost));
            Assert.Equal(inside.Average(at => probabilities[pixels + at]), score.MeanP, 4);
            Assert.Equal(outline.Average(at => probabilities[pixels + at]), score.BoundaryP, 4);
            int left = inside.Min(at => at % square.Width), top = inside.Min(at => at / square.Width);
            Assert.Equal(
                [left, top, inside.Max(at => at % square.Width) - left + 1, inside.Max(at => at / square.Width) - top + 1], score.Box);
            double iou = before.Length == 0 ? 1 : (double)inside.Intersect(before).Count() / inside.Union(before).Count();
            Assert.Equal(iou, score.IouPrev, 1e-5);
            before = inside;
            taken++;
        }
        Assert.Equal(6, taken);
    }

    [Fact]
    public async Task An_object_that_is_gone_for_three_frames_is_lost()
    {
        using var square = new MovingSquare(8);
        using var device = new CpuDevice();
        using Network network = Network.Load(Repository.PathOf("models/livos-nano.safetensors"), device);
        IndexMask two = square.Mask(0), none = new(square.Width, square.Height, new int[square.Width * square.Height]);
        two.Ids.AsSpan(34 * square.Width, 8 * square.Width).Fill(2);
        var masks = new GivenMasks { [0] = two };
        for (int frame = 2; frame < 6; frame++) masks[frame] = square.Mask(frame); // object 2 is nowhere
        List<bool> lost = [];

        await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(
            network, square.Clip, new Prompts(masks) { Use = MaskUse.Replace }, new SegmentationOptions { Size = null, WithScores = true }))
            if (frame.Number < 6)
                lost.Add(frame.Scores.Single(score => score.Id == 2).Lost);

        Assert.Equal([false, false, false, false, true, true], lost);
    }

    private static IEnumerable<int> Neighbours(MovingSquare square, int at)
    {
        int x = at % square.Width, y = at / square.Width;
        if (x > 0) yield return at - 1;
        if (x < square.Width - 1) yield return at + 1;
        if (y > 0) yield return at - square.Width;
        if (y < square.Height - 1) yield return at + square.Width;
    }
}
