using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>Kdenlive's Object Mask, driven as Kdenlive does, with a head that draws what was said.</summary>
public sealed class AutomaskTests : IDisposable
{
    private const int Frames = 5;

    private readonly MadeUpClip _clip = new(Frames);

    public AutomaskTests()
    {
        HeadedWeights.Write(Weights);
        foreach (int frame in Enumerable.Range(0, Frames)) File.Move(_clip.FramePath(frame), Path.ChangeExtension(_clip.FramePath(frame), ".jpg"));
    }

    private string Weights => _clip["headed.safetensors"];

    private string Previews => _clip["previews"];

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task Previews_and_masks_are_written_as_Kdenlive_reads_them()
    {
        using var kdenlive = Start("--color", "9,8,7,6");
        kdenlive.Preview(0, "-B 0=10,12,25,27", "--border 3 --bordercolor 1,2,3,4 --color 255,100,100,180");
        Assert.Equal("preview ok 0", await kdenlive.AnswerAsync());
        (byte, byte, byte, byte) colour = (255, 100, 100, 180), border = (1, 2, 3, 4), nothing = default;
        Assert.Equal([colour, border, nothing], Pixels(Preview(0), (18, 20), (10, 20), (50, 40)));

        kdenlive.Preview(2, "-P 2=20,20,50,40 -L 2=1,1");
        Assert.Equal("preview ok 2", await kdenlive.AnswerAsync());
        Assert.Equal([colour, colour, nothing], Pixels(Preview(2), (20, 20), (50, 40), (35, 30)));

        kdenlive.Write("edit=--border 0 --color 10,20,30,40");
        kdenlive.Write($"render={_clip.Out}");
        Assert.Equal("mask ok", await kdenlive.AnswerAsync());
        Assert.Null(await kdenlive.AnswerAsync());
        (int code, string error) = await kdenlive.EndAsync();
        Assert.Equal(0, code);
        Assert.Equal(Enumerable.Range(0, Frames).Select(frame => $"{frame:00000}.png"), _clip.Written);
        Assert.All(
            Enumerable.Range(0, Frames), frame => Assert.Equal([(10, 20, 30, 40), nothing], Pixels(_clip.OutPath(frame), (18 + frame, 20), (2, 46))));
        int[] progress = KdenliveDriver.ProgressIn(error);
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(100, progress[^1]);
    }

    /// <summary>What a line says of a frame replaces what was said before; other frames keep theirs.</summary>
    [Fact]
    public async Task A_frame_said_anew_forgets_what_was_said()
    {
        using var kdenlive = Start("-P", "0=20,20", "-L", "0=1");
        kdenlive.Preview(0, "");
        Assert.Equal("preview ok 0", await kdenlive.AnswerAsync());
        Assert.Equal([default], Pixels(Preview(0), (20, 20)));
        kdenlive.Preview(0, "-B 0=10,12,40,40 -P 0=12,14,30,30 -L 0=1,0");
        Assert.Equal("preview ok 0", await kdenlive.AnswerAsync());
        Assert.Equal([255, 0], Pixels(Preview(0), (12, 14), (30, 30)).Select(pixel => pixel.R));
        kdenlive.Write("q");
        Assert.Equal("CLOSING...", await kdenlive.AnswerAsync());
        Assert.Equal(0, (await kdenlive.EndAsync()).Code);
    }

    /// <summary>A click that is no use is told, and the next one may be.</summary>
    [Theory]
    [InlineData("preview=-F 9 -P 9=1,1 -L 9=1", "There is no frame 9")]
    [InlineData("preview=-F 0 -P 0=10,10 -L 0=0", "where it is not")]
    [InlineData("preview=-F 0 -P 0=10,x -L 0=1", "'x' is no number")]
    [InlineData("preview=-F 0 -P 0=10 -L 0=1", "odd number")]
    [InlineData("preview=-F 0 -P 0=10,10 -L 0=1,1", "2 labels for 1 points")]
    [InlineData("preview=-F 0 -B 0=10,10", "2 coordinates")]
    [InlineData("preview=-F 0 --color 1,2,3", "--color is '1,2,3'")]
    [InlineData("preview=--what", "has no option --what")]
    [InlineData("render=here", "No object was found")]
    public async Task A_line_that_is_no_use_is_told(string line, string told)
    {
        using var kdenlive = Start();
        kdenlive.Write(line);
        string answer = Assert.IsType<string>(await kdenlive.AnswerAsync());
        Assert.StartsWith("INFO:", answer);
        Assert.Contains(told, answer);
        kdenlive.Write("not for us");
        kdenlive.Preview(1, "-P 1=-5,500 -L 1=1"); // the mouse left the picture
        Assert.Equal("preview ok 1", await kdenlive.AnswerAsync());
        kdenlive.Close();
        Assert.Equal(0, (await kdenlive.EndAsync()).Code);
    }

    /// <summary>Where the first frame has no prompts, the object is followed back to it.</summary>
    [Fact]
    public async Task A_click_in_the_middle_reaches_both_ends()
    {
        using var kdenlive = Start("-B", "3=13,12,28,27");
        kdenlive.Write($"render={_clip.Out}");
        Assert.Equal("mask ok", await kdenlive.AnswerAsync());
        Assert.Equal(0, (await kdenlive.EndAsync()).Code);
        Assert.Equal(Frames, _clip.Written.Length);
        Assert.All([0, 4], frame => Assert.Equal(180, Pixels(_clip.OutPath(frame), (18 + frame, 20))[0].A));
    }

    [Fact]
    public async Task What_cannot_be_started_is_told()
    {
        (await Livos.RunAsync("automask")).RefusedWith("-I and -O are missing", "--install");
        (await Livos.RunAsync("automask", "-I", _clip["none"], "-O", Previews)).RefusedWith("There is no folder");
        (await Livos.RunAsync("automask", "-I", _clip.Masks, "-O", Previews)).RefusedWith("There is no frame in");
        string bare = _clip["bare.safetensors"];
        HeadedWeights.WriteWithout(bare);
        (await Livos.RunAsync("automask", "-I", _clip.Frames, "-O", Previews, "--weights", bare)).RefusedWith("has no click head");
        Assert.False(Directory.Exists(Previews));
    }

    /// <summary>Weights that Kdenlive's settings name are taken if they are ours.</summary>
    [Fact]
    public async Task Kdenlives_model_may_be_ours()
    {
        string model = _clip["livos.pt"];
        HeadedWeights.WriteWithout(model);
        (await Livos.RunAsync("automask", "-I", _clip.Frames, "-O", Previews, "-M", model)).RefusedWith("livos.pt' has no click head");
    }

    private KdenliveDriver Start(params string[] more) => new(_clip.Frames, Previews, Weights, more);

    private string Preview(int frame) => Path.Combine(Previews, $"preview-{frame:00000}.png");

    private static (byte R, byte G, byte B, byte A)[] Pixels(string path, params (int X, int Y)[] places)
    {
        Picture picture = Picture.Read(path);
        GreyPicture alpha = Png.ReadAlpha(path);
        return
        [
            .. places.Select(place => place.Y * picture.Width + place.X)
                .Select(i => (picture.Rgb[3 * i], picture.Rgb[3 * i + 1], picture.Rgb[3 * i + 2], (byte)alpha.Levels[i])),
        ];
    }
}
