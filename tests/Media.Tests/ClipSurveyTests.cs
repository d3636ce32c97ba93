using System.Text;
using LiVOS.Media.Surveys;

namespace LiVOS.Media.Tests;

/// <summary>What is found of a clip before anything is computed.</summary>
public sealed class ClipSurveyTests : IDisposable
{
    private const int Width = 32, Height = 24;

    private readonly TemporaryFolder _clip = new(), _masks = new();

    public void Dispose()
    {
        _clip.Dispose();
        _masks.Dispose();
    }

    [Fact]
    public void Frames_are_in_the_order_of_their_numbers()
    {
        AddFrames("8", "9", "10", "11");
        _masks.Add("8.png", Box());
        ClipSurvey survey = Survey(_masks.Path);
        Assert.Equal(["8", "9", "10", "11"], Enumerable.Range(0, 4).Select(survey.Frames.Name));
        Assert.True(survey.IsNumberOrder);
        Assert.Equal(0, survey.Masks.FirstFrame);
    }

    [Theory]
    [InlineData("3.png", 3)]
    [InlineData("00003.png", 3)]
    [InlineData("frame_00003.png", 3)]
    [InlineData("mask-3.png", 3)]
    [InlineData("mask.png", 0)]
    [InlineData("first.png", 0)]
    public void A_single_mask_belongs_to_the_frame_of_its_number(string name, int frame)
    {
        AddFrames("frame_00000", "frame_00001", "frame_00002", "frame_00003");
        Assert.Equal(frame, Survey(_masks.Add(name, Box())).Given.Single().Frame);
    }

    [Theory]
    [InlineData("7.png", "belongs to no frame")]
    [InlineData("480p.png", "belongs to no frame")]
    [InlineData("1.png", "could belong to 2 frames")]
    public void A_number_that_is_no_one_frames_is_refused(string name, string fault)
    {
        AddFrames("left_1", "right_1", "left_2");
        string path = _masks.Add(name, Box());
        Assert.Contains(Faults(path), problem => problem.Contains(path) && problem.Contains(fault));
    }

    [Fact]
    public void Names_with_composed_and_decomposed_accents_are_one_name()
    {
        AddFrames("caf\u00e9");
        Assert.Equal(0, Survey(_masks.Add("cafe\u0301.png", Box())).Masks.FirstFrame);
        _masks.Add("x.png", Box());
    }

    [Fact]
    public void A_given_mask_is_no_frame()
    {
        AddFrames("0", "1");
        string path = _clip.Add("mask.png", Box());
        ClipSurvey survey = Survey(path);
        Assert.Equal(2, survey.Frames.Count);
        Assert.Contains(survey.LeftOut, file => file.Path == path && file.Reason.Contains("given mask"));
    }

    [Fact]
    public void Masks_may_lie_among_frames_of_another_kind()
    {
        foreach (string name in new[] { "0", "1" }) _clip.Add(name + ".jpg", Jpeg.Encode(new Picture(Width, Height), 90));
        _clip.Add("1.png", Box());
        ClipSurvey survey = Survey(_clip.Path);
        Assert.Equal((2, 1), (survey.Frames.Count, survey.Masks.FirstFrame));
        _clip.Add("2.png", Box());
        Assert.Contains(Faults(_clip.Path), problem => problem.Contains(_clip["2.png"]));
    }

    [Fact]
    public void Files_that_are_left_out_are_reported()
    {
        AddFrames("0");
        _clip.Add("1.tif", [1]);
        _clip.Add("notes.txt", [1]);
        _clip.Add(".hidden.png", [1]);
        _clip.Add("Thumbs.db", [1]);
        _masks.Add("0.png", Box());
        _masks.Add("readme.md", [1]);
        Assert.Equal(
            ["1.tif", "notes.txt", "readme.md"],
            Survey(_masks.Path).LeftOut.Select(file => Path.GetFileName(file.Path)));
    }

    [Fact]
    public void All_faults_are_found_together()
    {
        AddFrames("0", "1", "2", "3");
        _clip.Add("1.png", []);
        _clip.Add("2.png", new Picture(Width, Height + 1));
        _clip.Add("3.png", [1, 2, 3]);
        _masks.Add("0.png", Samples.Box(Width, 9, 1, 5, 1, 5));
        _masks.Add("99.png", Box());
        _masks.Add("2.png", Encoding.ASCII.GetBytes("no mask"));
        IReadOnlyList<string> faults = Faults(_masks.Path);
        Assert.Equal(6, faults.Count);
        Assert.Contains(faults, fault => fault.Contains(_clip["1.png"]) && fault.Contains("empty"));
        Assert.Contains(faults, fault => fault.Contains(_clip["2.png"]) && fault.Contains("32x25") && fault.Contains("32x24"));
        Assert.Contains(faults, fault => fault.Contains(_clip["3.png"]));
        Assert.Contains(faults, fault => fault.Contains(_masks["0.png"]) && fault.Contains("32x9"));
        Assert.Contains(faults, fault => fault.Contains(_masks["99.png"]));
        Assert.Contains(faults, fault => fault.Contains(_masks["2.png"]));
    }

    [Fact]
    public void The_size_is_that_of_most_frames()
    {
        AddFrames("0", "1", "2");
        _clip.Add("0.png", new Picture(5, 5));
        Assert.Equal([_clip["0.png"]], Faults(_masks.Add("m.png", Box())).Select(fault => fault.Split('\'')[1]));
    }

    [Fact]
    public void The_first_mask_is_the_first_that_shows_an_object()
    {
        AddFrames("0", "1", "2");
        _masks.Add("0.png", new IndexMask(Width, Height, new int[Width * Height]));
        Assert.Contains("shows no object", Assert.Single(Faults(_masks.Path)));
        _masks.Add("2.png", Box(id: 5));
        ClipSurvey survey = Survey(_masks.Path);
        Assert.Equal((2, 2), (survey.Masks.FirstFrame, survey.Given.Single().Frame));
        Assert.Contains(survey.Warnings, warning => warning.Contains(_masks["0.png"]) && warning.Contains("left out"));
    }

    [Fact]
    public void Objects_are_reported_with_the_masks_that_bring_them()
    {
        AddFrames("0", "1", "2");
        _masks.Add("0.png", Box(id: 5));
        _masks.Add("1.png", Box(id: 5));
        _masks.Add("2.png", Samples.Box(Width, Height, 15, 20, 20, 30, 7));
        ClipSurvey survey = Survey(_masks.Path);
        Assert.Equal(["5", "", "7"], survey.Given.Select(mask => string.Join(',', mask.NewIds)));
        Assert.Equal([5, 7], survey.ObjectIds);
        Assert.Equal(2, survey.Introductions);
    }

    [Fact]
    public void The_background_can_be_another_id_than_0()
    {
        AddFrames("0");
        int[] ids = [.. Box().Ids.Select(id => id == 0 ? 1 : 0)];
        string path = _masks.Add("m.png", new IndexMask(Width, Height, ids, MaskFormat.Indexed, new Palette([9, 9, 9, 0, 0, 0])));
        Assert.Contains("--background 1", Assert.Single(Faults(path)));

        ClipSurvey survey = Survey(path, new MaskOptions { Background = 1 });
        Assert.True(survey.Masks.TryRead(0, out IndexMask? mask));
        Assert.Equal(Box().Ids, mask.Ids);
        Assert.Equal((9, 9, 9), mask.Palette![1]);
        Assert.Equal(ids, Read(Survey(path, new MaskOptions { Background = 0 })).Ids);
        Assert.Contains("does not show 7", Assert.Single(Faults(path, new MaskOptions { Background = 7 })));
    }

    [Fact]
    public void A_picture_becomes_a_mask_by_a_threshold()
    {
        AddFrames("0");
        int[] levels = [.. Box().Ids.Select((id, i) => id * (i % 5 == 0 ? 130 : 250) + i % 3)];
        string path = _masks.Add("m.png", new IndexMask(Width, Height, levels, MaskFormat.Grey));
        Assert.Contains("--mask-threshold 128", Assert.Single(Faults(path)));
        Assert.Equal(Box(id: 9).Ids, Read(Survey(path, new MaskOptions { Threshold = 128, Id = 9 })).Ids);
        Assert.Equal([9], Read(Survey(path, new MaskOptions { Threshold = 200, Id = 9 })).ObjectIds);

        string jpeg = _masks.Add(
            "m.jpg",
            Jpeg.Encode(new Picture(Width, Height, [.. Box().Ids.SelectMany(id => new byte[3] { (byte)(id * 255), (byte)(id * 255), (byte)(id * 255) })]), 80));
        Assert.Contains("--mask-threshold 128", Assert.Single(Faults(jpeg)));
        Assert.Equal(Box().Ids, Read(Survey(jpeg, new MaskOptions { Threshold = 128 })).Ids);
    }

    [Fact]
    public void An_object_that_is_lost_where_frames_are_reduced_is_named_with_the_size_that_keeps_it()
    {
        _clip.Add("0.png", new Picture(400, 200));
        IndexMask mask = Samples.Box(400, 200, 101, 103, 101, 103, 3);
        string path = _masks.Add("m.png", mask);
        string fault = Assert.Single(Faults(path, size: 20));
        Assert.Contains("object 3", fault);
        int size = int.Parse(fault.Split("--size ")[2].Split(',')[0]);
        Assert.InRange(size, 21, 200);
        Assert.Equal([3], Resize.Nearest(mask, 2 * size, size).ObjectIds);
        Assert.Empty(Survey(path, size: size).Warnings);

        mask.Ids.AsSpan(0, 30 * 400).Fill(8);
        _masks.Add("m.png", mask);
        Assert.Contains($"--size {size}", Assert.Single(Survey(path, new MaskOptions { Background = 0 }, size: 20).Warnings));
    }

    [Fact]
    public void Ids_that_mean_other_objects_in_a_later_mask_are_reported()
    {
        AddFrames("0", "1", "2", "3");
        _masks.Add("0.png", Box(id: 255));
        _masks.Add("3.png", Box(id: 1));
        Assert.Contains(Survey(_masks.Path).Warnings, warning => warning.Contains($"id 1 in '{_masks["3.png"]}' lies on object 255 of '{_masks["0.png"]}'"));
    }

    [Fact]
    public void Ids_that_go_on_meaning_the_same_are_nothing_to_tell()
    {
        AddFrames("0", "1", "2");
        _masks.Add("0.png", Box(id: 20));
        IndexMask both = Box(id: 20);
        for (int y = 4; y < 8; y++) both.Ids.AsSpan(y * Width + 5, 4).Fill(31);
        _masks.Add("1.png", both);
        _masks.Add("2.png", Samples.Box(Width, Height, 5, 13, 5, 13, 20));
        Assert.Empty(Survey(_masks.Path).Warnings);
    }

    [Fact]
    public void Void_rims_and_black_looks_are_reported()
    {
        AddFrames("0");
        IndexMask rim = Box(id: 255);
        for (int y = 5; y < 11; y++) rim.Ids.AsSpan(y * Width + 5, 6).Fill(1);
        Assert.Contains(Survey(_masks.Add("rim.png", rim)).Warnings, warning => warning.Contains("255 only rims"));
        string dark = _masks.Add("dark.png", new IndexMask(Width, Height, Box().Ids, MaskFormat.Grey));
        Assert.Contains(Survey(dark).Warnings, warning => warning.Contains("looks black"));
    }

    [Fact]
    public void Ids_of_16_bits_are_kept_where_a_later_mask_brings_them()
    {
        AddFrames("0", "1");
        _masks.Add("0.png", new IndexMask(Width, Height, Box(id: 40).Ids, MaskFormat.Grey));
        _masks.Add("1.png", new IndexMask(Width, Height, Samples.Box(Width, Height, 15, 20, 20, 30, 1001).Ids, MaskFormat.Grey16));
        ClipSurvey survey = Survey(_masks.Path);
        Assert.Equal(MaskFormat.Grey16, survey.Masks.Format);
        Assert.Equal([40, 1001], survey.ObjectIds);
    }

    [Fact]
    public void Problems_list_no_more_than_can_be_read()
    {
        string listing = Problems.Listing("It cannot be used", [.. Enumerable.Range(0, 5000).Select(i => $"fault {i}.")]);
        Assert.Equal(22, listing.Split('\n').Length);
        Assert.Contains("5000 problems", listing);
        Assert.EndsWith("and 4980 more", listing);
    }

    private void AddFrames(params string[] names)
    {
        foreach (string name in names) _clip.Add(name + ".png", new Picture(Width, Height));
    }

    private ClipSurvey Survey(string path, MaskOptions? options = null, int? size = null)
    {
        var problems = new Problems();
        ClipSurvey? survey = ClipSurvey.Of(Query(path, options, size), problems);
        Assert.Empty(problems.All);
        return survey!;
    }

    private IReadOnlyList<string> Faults(string path, MaskOptions? options = null, int? size = null)
    {
        var problems = new Problems();
        Assert.Null(ClipSurvey.Of(Query(path, options, size), problems));
        return problems.All;
    }

    private ClipQuery Query(string path, MaskOptions? options, int? size) => new(_clip.Path, path) { Options = options ?? MaskOptions.Plain, Size = size };

    private static IndexMask Read(ClipSurvey survey) => survey.Masks.TryRead(survey.Masks.FirstFrame, out IndexMask? mask)
        ? mask
        : throw new InvalidOperationException();

    private static IndexMask Box(int id = 1) => Samples.Box(Width, Height, 4, 12, 4, 12, id);
}
