using System.Diagnostics;
using LiVOS.Media;
using LiVOS.Media.Surveys;

namespace LiVOS.Video.Tests.Outputs;

/// <summary>Every format of annotations, read back by Python.</summary>
public sealed class FormatsTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const int Width = 37, Height = 23, Frames = 7;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Other_code_reads_the_same_masks()
    {
        Skip.IfNot(HasPython(), "There is no /usr/bin/python3 with NumPy and Pillow.");
        var clip = new ClipInfo("clip", frame => $"{frame:00000}.jpg")
        {
            Categories = new Categories(new Dictionary<int, string> { [4] = "yes: a \"swan\"", [1] = "duck" }, "<thing>"),
        };
        string[] formats = [.. OutputFormat.Names.Where(name => name != OutputFormat.Soft && OutputFormat.StyleOf(name) is null or PictureStyle.Matte)];

        foreach (string format in formats)
        {
            await using IFrameOutput output = OutputFormat.Create(format, _folder.Path, clip);
            for (int frame = 0; frame < Frames; frame++) await output.WriteAsync(Frame(frame));
            await output.CompleteAsync();
        }

        (int code, string told, string error) = Run(Python, Repository.PathOf("tests/Video.Tests/Outputs/read_formats.py"), _folder.Path);
        Assert.True(code == 0, error);
        Assert.Equal(["coco.json", "ytvis.json", "mots.txt", "cvat.xml", "labelme", "yolo-seg", "matte", "binary"], told.Split('\n').SkipLast(1));
    }

    [Theory]
    [InlineData("coco", "coco.json")]
    [InlineData("labelme", "labelme")]
    public async Task Masks_that_were_written_come_back_to_the_pixel(string format, string name)
    {
        await using (IFrameOutput output = OutputFormat.Create(format, _folder.Path, new ClipInfo("clip", frame => $"{frame:00000}.jpg")))
        {
            for (int frame = 0; frame < Frames; frame++) await output.WriteAsync(Frame(frame));
            await output.CompleteAsync();
        }

        var problems = new Problems();
        var frames = new NumberedFrames(Width, Height, Frames, FrameSelection.All);
        ClipSurvey survey = ClipSurvey.Of(new ClipQuery("clip.mp4", _folder[name]), frames, problems)!;

        Assert.Empty(problems.All);
        int[] ids = new int[Width * Height];
        for (int number = 0; number < Frames; number++)
        {
            SegmentedFrame frame = Frame(number);
            frame.CopyIds(ids);
            if (survey.Masks.TryRead(number, out IndexMask? read)) Assert.Equal(ids, read.Ids);
            else Assert.Equal(new int[ids.Length], ids);
        }
    }

    [Fact]
    public async Task What_is_not_completed_leaves_no_file_of_the_whole_clip()
    {
        foreach (string format in new[] { "coco", "ytvis", "mots", "cvat" })
        {
            await using IFrameOutput output = OutputFormat.Create(format, _folder.Path, new ClipInfo("clip", frame => $"{frame}"));
            await output.WriteAsync(Frame(0));
        }
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task Ids_that_a_format_cannot_hold_are_refused()
    {
        await using IFrameOutput output = OutputFormat.Create("mots", _folder.Path, new ClipInfo("clip", frame => $"{frame}"));
        var frame = new SegmentedFrame(0, "0", null, new LabelMask(2, 1, [1, 0], [0, 1000], MaskFormat.Grey16), null);
        MediaException error = await Assert.ThrowsAsync<MediaException>(async () => await output.WriteAsync(frame));
        Assert.Contains("1000", error.Message);
    }

    [Fact]
    public async Task An_object_without_a_category_is_refused_where_others_have_one()
    {
        var clip = new ClipInfo("clip", frame => $"{frame}") { Categories = new Categories(new Dictionary<int, string> { [1] = "duck" }) };
        await using IFrameOutput output = OutputFormat.Create("coco", _folder.Path, clip);
        Assert.Contains("Object 4", (await Assert.ThrowsAsync<MediaException>(async () => await output.WriteAsync(Frame(0)))).Message);
    }

    /// <summary>Three objects of rectangles, some with holes, single pixels and diagonals; one is not always there, and one frame is empty.</summary>
    private static SegmentedFrame Frame(int number)
    {
        var random = new Random(number);
        byte[] labels = new byte[Width * Height];
        for (int i = 0; i < 14 && number != 3; i++)
        {
            int label = random.Next(4), left = random.Next(Width), top = random.Next(Height);
            if (label == 3 && number % 2 == 0) continue;
            int right = Math.Min(Width, left + random.Next(1, 16)), bottom = Math.Min(Height, top + random.Next(1, 12));
            for (int y = top; y < bottom; y++) labels.AsSpan(y * Width + left, right - left).Fill((byte)label);
        }
        if (number != 3) (labels[0], labels[^1], labels[Width + 1]) = (1, 2, 1);
        return new SegmentedFrame(number, $"{number:00000}", null, new LabelMask(Width, Height, labels, [0, 4, 1, 250], MaskFormat.Indexed), null);
    }

    private static bool HasPython() => File.Exists(Python) && Run(Python, "-c", "import numpy, PIL").Code == 0;

    private static (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
