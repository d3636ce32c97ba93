using System.IO.Compression;
using System.Text.Json.Nodes;
using LiVOS.Evaluation.DataSets;
using LiVOS.Evaluation.Submissions;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>No name in a data set's files leads anywhere but into one folder.</summary>
public class HostileNameTests
{
    private static readonly string s_tooLong = new('n', 251);

    /// <summary>Names that are no entry of a folder, on any system.</summary>
    public static TheoryData<string> Names =>
        ["", ".", "..", "/", "/etc", "/etc/passwd", "a/b", "../a", "a/..", "a/", "a\\b", "..\\a", "\\\\host\\share", "a\0b", "\0"];

    [Theory, MemberData(nameof(Names))]
    public void Sequences_of_BURST(string name)
    {
        Refused(name, sequence => sequence["seq_name"] = name);
        Refused(name, sequence => sequence["dataset"] = name);
        Refused(name, sequence => sequence["all_image_paths"]![1] = name);
        Refused(name, sequence => sequence["annotated_image_paths"]![1] = name);
    }

    [Fact]
    public void Names_that_leave_no_room_for_an_extension()
    {
        Refused(s_tooLong, sequence => sequence["seq_name"] = s_tooLong);
        string half = s_tooLong[..124]; // each is short enough, but not both
        Refused(half, sequence => (sequence["dataset"], sequence["seq_name"]) = (half, half));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("bear\n..\n")]
    [InlineData("/")]
    [InlineData("../00000.jpg")]
    [InlineData("/JPEGImages/480p/../00000.jpg /Annotations/480p/../00000.png")]
    [InlineData("..\\..\\victim")]
    [InlineData("bear\0")]
    public void Lines_of_a_subset(string text)
    {
        using var data = new TinyDataSet("d17-val");
        data.AddText("ImageSets/2017/val.txt", text);

        var error = Assert.Throws<DataSetException>(() => Layouts.Named("d17-val").Open(data.Root));

        string problem = Assert.Single(error.Problems);
        Assert.Contains(data.In("ImageSets/2017/val.txt"), problem);
        Assert.Contains("no file can be named after it", problem);
    }

    [Fact]
    public void A_subset_without_end_is_refused()
    {
        using var data = new TinyDataSet("d17-val");
        data.AddText("ImageSets/2017/val.txt", new string('a', 1 << 23));
        Assert.Contains("longer than lists of clips", Assert.Throws<DataSetException>(() => Layouts.Named("d17-val").Open(data.Root)).Message);
    }

    [SkippableFact]
    public void Folders_and_frames_on_disk_with_the_separators_of_another_system()
    {
        Skip.If(OperatingSystem.IsWindows(), "There, no name can hold a separator.");
        using var data = new TinyDataSet("mose-val");
        foreach (string kind in new[] { "JPEGImages", "Annotations" }) Directory.Move(data.In($"valid/{kind}/apple"), data.In($"valid/{kind}/a\\pple"));
        File.Move(data.In("valid/JPEGImages/bear/00002.jpg"), data.In("valid/JPEGImages/bear/0\\0002.jpg"));

        var error = Assert.Throws<DataSetException>(() => Layouts.Named("mose-val").Open(data.Root));

        Assert.Equal(2, error.Problems.Count);
        Assert.All(error.Problems, problem => Assert.Contains("has '\\' in it", problem));
    }

    [Theory, MemberData(nameof(Names))]
    public void Paths_of_results(string name)
    {
        using var folder = new TemporaryFolder();
        var results = new ResultFolder(folder["out"]);
        Assert.Throws<MediaException>(() => results.File(name));
        Assert.Throws<MediaException>(() => results.Folder(name));
        Assert.Throws<MediaException>(() => results.Folder("clip").File(name));
        Assert.Throws<MediaException>(() => SubmissionZip.Write(folder["a.zip"], results, [(name, "00000.png")]));
        Assert.Throws<MediaException>(() => SubmissionZip.Write(folder["a.zip"], results, [("clip", name)]));
        Assert.False(File.Exists(folder["a.zip"]));
    }

    [Theory]
    [InlineData("apple")]
    [InlineData("...")]
    [InlineData("a..b")]
    [InlineData(".hidden")]
    [InlineData("00000.png")]
    [InlineData("-rf")]
    [InlineData("two words")]
    [InlineData("ä ö 中")]
    public void Names_that_are_names(string name)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(Path.Combine(folder["out"], name), new ResultFolder(folder["out"]).File(name));
    }

    [SkippableFact]
    public void Results_do_not_go_through_links_that_lie_among_them()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a right there that not every user has.");
        using var folder = new TemporaryFolder();
        folder.Add("victim/00000.png", Samples.Ids("1.."));
        Directory.CreateDirectory(folder["out"]);
        Directory.CreateSymbolicLink(folder["out/clip"], folder["victim"]);
        Directory.CreateSymbolicLink(folder["out/nowhere"], folder["none"]);

        var results = new ResultFolder(folder["out"]);

        Assert.Contains(folder["out/clip"], Assert.Throws<MediaException>(() => results.Folder("clip")).Message);
        Assert.Throws<MediaException>(() => results.Folder("nowhere"));
        Assert.Throws<MediaException>(() => SubmissionZip.Write(folder["a.zip"], results, [("clip", "00000.png")]));

        Directory.CreateSymbolicLink(folder["link"], folder["out"]); // the folder itself may be one
        Assert.Equal(folder["link/fine"], new ResultFolder(folder["link"]).Folder("fine").Path);
    }

    [Fact]
    public void Entries_of_a_zip_are_clips_and_frames()
    {
        using var folder = new TemporaryFolder();
        folder.Add("out/clip/00000.png", Samples.Ids("1.."));
        SubmissionZip.Write(folder["a.zip"], new ResultFolder(folder["out"]), [("clip", "00000.png")], "Annotations/");
        using ZipArchive zip = ZipFile.OpenRead(folder["a.zip"]);
        Assert.Equal(["Annotations/clip/00000.png"], zip.Entries.Select(entry => entry.FullName));
    }

    private static void Refused(string name, Action<JsonNode> change)
    {
        using var data = new TinyDataSet("burst-val");
        string file = data.In("val/first_frame_annotations.json");
        JsonNode json = JsonNode.Parse(File.ReadAllText(file))!;
        change(json["sequences"]![1]!);
        File.WriteAllText(file, json.ToJsonString());

        var error = Assert.Throws<DataSetException>(() => Layouts.Named("burst-val").Open(data.Root));

        string problem = Assert.Single(error.Problems);
        Assert.Contains(file, problem);
        Assert.Contains($"'{name}", problem.Replace("_-_" + name, "", StringComparison.Ordinal));
        Assert.Contains("no file can be named after it", problem);
    }
}
