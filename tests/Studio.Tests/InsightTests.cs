using LiVOS.Runtime;
using LiVOS.Studio.Documents;
using LiVOS.Studio.Insight;
using LiVOS.Studio.Runs;
using LiVOS.Video.Tests;

namespace LiVOS.Studio.Tests;

public sealed class InsightTests : IDisposable
{
    private readonly MovingSquare _clip = new(frames: 30);

    [Fact]
    public async Task What_the_network_computes_is_shown()
    {
        await using OpenStudio studio = await OpenStudio.BeginAsync(_clip);
        await studio.GiveAsync(0);
        await studio.RunAsync(0, RunDirection.Forward);
        IReadOnlyList<Panel> panels = await studio.Desk.InsightAsync(28, 1, CancellationToken.None);

        Assert.Equal(["Keys", "State", "Readout", "Gate", "Sensory memory", "Queries"], panels.Select(panel => panel.Title));
        Assert.All(panels.SelectMany(panel => panel.Pictures), picture => Assert.Equal(3 * picture.Width * picture.Height, picture.Rgb.Length));
        Assert.Equal((4, 3), (panels[0].Pictures[0].Width, panels[0].Pictures[0].Height)); // 64x48 at 1/16
        Assert.Equal(studio.Network.Architecture.Queries, panels[5].Pictures.Count);

        // It is the same frame as in the run, so that nothing was changed by looking.
        Assert.Equal(30, studio.Masks().Count);
        Assert.Contains("behind the first mask", (await Assert.ThrowsAsync<StudioException>(() => studio.Desk.InsightAsync(0, 1, default))).Message);
        Assert.Contains("choose another", (await Assert.ThrowsAsync<StudioException>(() => studio.Desk.InsightAsync(5, 7, default))).Message);
    }

    /// <summary>By hand: one head, two queries; the first looks at the object, the second elsewhere.</summary>
    [Fact]
    public void Attention_is_the_softmax_over_the_places_that_a_query_may_look_at()
    {
        float[][] weights = QueryAttention.Of(
            (Shape.Matrix(2, 1), [1f, 2f]), (Shape.Matrix(3, 1), [0f, 1f, 3f]), foreground: [1, 1, 0], heads: 1, n: 0);
        double e = Math.E;
        Assert.Equal(1 / (1 + e), weights[0][0], 1e-6);
        Assert.Equal(e / (1 + e), weights[0][1], 1e-6);
        Assert.Equal(0, weights[0][2]);
        Assert.Equal([0, 0, 1], weights[1]);
    }

    public void Dispose() => _clip.Dispose();
}
