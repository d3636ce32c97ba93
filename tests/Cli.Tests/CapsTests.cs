using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>A real clip of two objects, of which the second appears at frame 33: PUMaVOS "caps" (CC BY 4.0).</summary>
public sealed class CapsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("livos-caps-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task The_second_object_is_followed_from_the_frame_that_introduces_it()
    {
        string clips = Environment.GetEnvironmentVariable("LIVOS_CLIPS") ?? Repository.PathOf("../shared/clips");
        string caps = Path.Combine(clips, "pumavos", "caps");
        Skip.IfNot(Directory.Exists(caps), $"There is no clip '{caps}'; LIVOS_CLIPS names the folder of the clips.");
        Skip.IfNot(Jpeg.UsesTurboJpeg, "libjpeg-turbo is not installed (Debian: libturbojpeg0).");

        (await Livos.RunAsync(
            "segment", Path.Combine(caps, "JPEGImages"), "--masks", Path.Combine(caps, "Annotations"), "--out", _folder, "--size", "160")).Succeeded();

        string[] written = [.. Directory.GetFiles(_folder, "*.png").Order(StringComparer.Ordinal)];
        Assert.Equal(87, written.Length);
        IndexMask[] masks = [.. written.Select(Png.ReadMask)];
        Assert.All(masks[..33], mask => Assert.DoesNotContain(2, mask.ObjectIds));
        Assert.True(masks[33..].Count(mask => mask.ObjectIds.Contains(2)) >= 40); // the small network shows it in 52 of 54 frames
        Assert.All(Directory.GetFiles(Path.Combine(caps, "Annotations")), path =>
        {
            IndexMask given = Png.ReadMask(path), result = Png.ReadMask(Path.Combine(_folder, Path.GetFileName(path)));
            Assert.All(given.ObjectIds, id => Assert.InRange(RegionSimilarity.Of(result, given, id), 0.8, 1));
        });
    }
}
