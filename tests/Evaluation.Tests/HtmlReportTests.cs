using System.Text.RegularExpressions;
using System.Xml.Linq;
using FsCheck.Xunit;
using LiVOS.Evaluation.Report;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

public sealed partial class HtmlReportTests : IDisposable
{
    private readonly TinyDataSet _data = new("d17-val");

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_report_needs_nothing_beside_it()
    {
        string html = Write(withTruth: true);

        Assert.DoesNotContain("http", html.Replace("http-equiv", "", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("url(", html);
        Assert.All(Links().Matches(html), link => Assert.Matches("^(#clip-[01]|data:image/jpeg;base64,)", link.Groups[1].Value));
        Assert.InRange(html.Length, 5_000, 60_000);
    }

    [Fact]
    public void A_clip_has_its_first_worst_and_last_frame_with_truth_and_result_and_a_plot()
    {
        string html = Write(withTruth: true);

        XElement[] sections = [.. Body(html).Descendants("section")];
        Assert.Equal(2, sections.Length);
        Assert.All(sections, section =>
        {
            XElement[] figures = [.. section.Descendants("figure")];
            Assert.Equal(["first: 00000", "worst: 00003, J 0.0", "last: 00005"], figures.Select(figure => (string)figure.Element("figcaption")!));
            Assert.All(figures, figure =>
            {
                Assert.Single(figure.Descendants("image"));
                Assert.Equal(["truth", "result"], figure.Descendants("path").Select(path => (string)path.Attribute("class")!));
            });
        });
        // Frames 1 to 4 are scored; the second object of the second clip comes in at 2.
        Assert.Equal([[4], [4, 3]], sections.Select(section => section.Descendants("polyline").Select(line => Points(line).Length).ToArray()));
        Assert.Equal("0.5 0.5", Points(sections[0].Descendants("polyline").First())[0]); // J is 1 in frame 1
        Assert.Equal("2.5 99.5", Points(sections[0].Descendants("polyline").First())[2]); // and 0 in frame 3
        Assert.Equal(["all", "apple", "b<ear>&"], Body(html).Descendants("tr").Skip(1).Select(row => (string)row.Elements("td").First()));
    }

    [Fact]
    public void Without_truth_there_are_pictures_and_speeds()
    {
        string html = Write(withTruth: false);

        Assert.DoesNotContain("polyline class", html);
        Assert.Equal(["first: 00000", "middle: 00003", "last: 00005"], Body(html).Descendants("figcaption").Take(3).Select(caption => (string)caption));
        Assert.Equal(["clip", "fps", "masks"], Body(html).Descendants("th").Select(cell => (string)cell));
        Assert.Equal(["apple", "12.5", "6"], Body(html).Descendants("tr").ElementAt(2).Elements("td").Select(cell => (string)cell));
    }

    [Property(MaxTest = 100)]
    public bool An_outline_has_a_pixels_length_for_every_pair_of_neighbours_that_differ(int seed)
    {
        var random = new Random(seed);
        int width = random.Next(1, 12), height = random.Next(1, 12);
        int[] ids = [.. Enumerable.Range(0, width * height).Select(_ => random.Next(3))];

        int length = Lengths().Matches(MaskOutline.Path(new IndexMask(width, height, ids))).Sum(run => int.Parse(run.Groups[1].Value));

        int expected = 0;
        for (int y = -1; y <= height; y++)
            for (int x = -1; x <= width; x++)
                expected += (At(x, y) != At(x + 1, y) ? 1 : 0) + (At(x, y) != At(x, y + 1) ? 1 : 0);
        return length == expected;

        int At(int x, int y) => x < 0 || y < 0 || x >= width || y >= height ? 0 : ids[y * width + x];
    }

    [Fact]
    public void An_outline_goes_around() => Assert.Equal("M1 1h2M1 2h2M1 1v1M3 1v1", MaskOutline.Path(Samples.Ids("....", ".22.", "....")));

    /// <summary>Predictions are the truth, but in frame 3 there are none.</summary>
    private string Write(bool withTruth)
    {
        ClipToScore[] clips = [.. TinyDataSet.Clips.Select(clip =>
        {
            MaskFolder truth = MaskFolder.Open(_data.In($"Annotations/480p/{clip}"));
            Directory.CreateDirectory(_data[$"masks/{clip}"]);
            var empty = new IndexMask(TinyDataSet.Width, TinyDataSet.Height, new int[TinyDataSet.Width * TinyDataSet.Height]);
            for (int i = 0; i < truth.Count; i++) Png.WriteMask(_data[$"masks/{clip}/{truth.Name(i)}.png"], i == 3 ? empty : truth.Read(i));
            return new ClipToScore(clip, truth, MaskFolder.Open(_data[$"masks/{clip}"]));
        })];
        SetScore? scores = withTruth ? SetScore.Of(Scorer.Score(clips).Clips) : null;
        string file = _data["report.html"];
        HtmlReport.Write(file, new ReportPage("A <title> & more", [("weights", "a<b>.safetensors")], scores,
        [
            .. clips.Select((clip, i) => new ReportClip(i == 0 ? clip.Name : "b<ear>&", clip.Predicted)
            {
                Frames = FrameFolder.Open(_data.In($"JPEGImages/480p/{clip.Name}")),
                Truth = withTruth ? clip.Truth : null,
                Score = scores?.Clips[i],
                FramesPerSecond = withTruth ? null : 12.5,
            }),
        ]));
        return File.ReadAllText(file);
    }

    /// <summary>The page is written so that an XML parser reads its body, too: every element is closed and every text escaped.</summary>
    private static XElement Body(string html)
    {
        int start = html.IndexOf("<body>", StringComparison.Ordinal), end = html.IndexOf("</body>", StringComparison.Ordinal) + "</body>".Length;
        return XElement.Parse(html[start..end]);
    }

    private static string[] Points(XElement line) => [.. ((string)line.Attribute("points")!).Split(' ').Chunk(2).Select(pair => string.Join(' ', pair))];

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex("[hv]([0-9]+)")]
    private static partial Regex Lengths();
}
