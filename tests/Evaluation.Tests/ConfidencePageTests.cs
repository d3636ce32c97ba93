using LiVOS.Evaluation.Report;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>The page about how sure the network was.</summary>
public sealed class ConfidencePageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("livos-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_row_has_a_cell_for_each_change_and_shows_where_the_object_is_lost()
    {
        string html = Write([0.97, 0.97, 0.7, 0.3, null, null, 0.0], [false, false, false, false, false, false, true]);

        Assert.Contains("""<rect class="l0" x="0" width="2" height="1"/>""", html);
        Assert.Contains("""<rect class="l3" x="2" width="1" height="1"/>""", html);
        Assert.Contains("""<rect class="l4" x="3" width="1" height="1"/>""", html);
        Assert.Contains("""<rect class="lost" x="6" width="1" height="1"/>""", html);
        Assert.DoesNotContain("x=\"4\"", html);
        Assert.Contains("object 3: mean 0.59, lowest 0.00, lost in 1 frames", html);
    }

    [Fact]
    public void A_cell_of_many_frames_shows_the_worst_of_them()
    {
        double?[] confidence = [.. Enumerable.Repeat<double?>(0.99, 5000)];
        confidence[2500] = 0.2;

        string html = Write(confidence, new bool[5000], new SuggestedFrame(2500, "it falls"));

        Assert.Contains("""<rect class="l4" x="240" width="1" height="1"/>""", html);
        Assert.Contains("""<rect class="mark" x="240" width="1" height="1"/>""", html);
        Assert.Contains("frame 2500: it falls", html);
    }

    [Fact]
    public void Text_is_encoded_and_nothing_is_loaded_from_elsewhere()
    {
        string html = Write([0.9], [false], new SuggestedFrame(0, "<script>") { Mask = new IndexMask(2, 2, [1, 0, 0, 1]), Picture = new Picture(2, 2) });

        Assert.Contains("&lt;script&gt;", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("http", html);
        Assert.Contains("data:image/jpeg;base64,", html);
    }

    private string Write(double?[] confidence, bool[] isLost, params SuggestedFrame[] suggestions)
    {
        string path = Path.Combine(_folder, "page.html");
        new ConfidencePage(
            "Confidence", [("frames", $"{confidence.Length}")], [.. Enumerable.Range(0, confidence.Length)], [new ConfidenceRow(3, confidence, isLost)],
            suggestions).Write(path);
        return File.ReadAllText(path);
    }
}
