using LiVOS.Media.Surveys;

namespace LiVOS.Media.Tests;

/// <summary>Masks with a file for each object.</summary>
public sealed class ObjectFoldersTests : IDisposable
{
    private const int Width = 32, Height = 24;

    private readonly TemporaryFolder _clip = new(), _masks = new();

    public ObjectFoldersTests()
    {
        for (int i = 0; i < 5; i++) _clip.Add($"{i:00000}.png", new Picture(Width, Height));
    }

    public void Dispose()
    {
        _clip.Dispose();
        _masks.Dispose();
    }

    [Theory]
    [InlineData("00000/001.png", "00000/002.png", 0)]
    [InlineData("00003/obj_1.png", "00003/obj_2.png", 3)]
    [InlineData("001/00000.png", "002/00000.png", 0)]
    [InlineData("person 1/00002.png", "person 2/00002.png", 2)]
    public void Files_of_one_frame_are_one_mask(string first, string second, int frame)
    {
        Add(first, left: 2, value: 255);
        Add(second, left: 20, value: 1);
        ClipSurvey survey = Survey();
        Assert.Equal(frame, survey.Masks.FirstFrame);
        Assert.True(survey.Masks.TryRead(frame, out IndexMask? mask));
        Assert.Equal((0, 1, 2), (mask.Ids[0], mask.Ids[5 * Width + 3], mask.Ids[5 * Width + 21]));
        Assert.Equal([1, 2], survey.ObjectIds);
        Assert.Empty(survey.Warnings);
    }

    [Fact]
    public void Later_files_lie_upon_earlier_ones_and_it_is_reported()
    {
        Add("00000/1.png", left: 2, value: 1);
        Add("00000/2.png", left: 6, value: 1);
        ClipSurvey survey = Survey();
        Assert.Contains(survey.Warnings, warning => warning.Contains("2.png") && warning.Contains("covers 32 pixels"));
        Assert.True(survey.Masks.TryRead(0, out IndexMask? mask));
        Assert.Equal(2, mask.Ids[5 * Width + 6]);
    }

    [Fact]
    public void A_folder_for_each_object_gives_masks_of_several_frames()
    {
        Add("7/00000.png", left: 2, value: 255);
        Add("7/00002.png", left: 3, value: 255);
        Add("9/00002.png", left: 20, value: 255);
        Assert.Equal(["0:7", "2:7,9"], Survey().Given.Select(mask => $"{mask.Frame}:{string.Join(',', mask.Ids)}"));
    }

    [Theory]
    [InlineData("00000/mask.png")]
    [InlineData("00000/0.png")]
    [InlineData("elsewhere/001.png")]
    [InlineData("00001/00001.png")]
    [InlineData("3/1.png")]
    public void What_is_not_clear_is_refused_with_the_form_that_is(string file)
    {
        Add(file, left: 2, value: 1);
        Assert.Contains("00000/", Assert.Single(Faults()));
    }

    [Fact]
    public void A_file_of_several_objects_is_refused()
    {
        Add("00000/1.png", left: 2, value: 1);
        Add("00000/2.png", left: 2, value: 1, other: 2);
        Assert.Contains("2.png", Assert.Single(Faults()));
    }

    private void Add(string file, int left, int value, int other = 0)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_masks[file])!);
        IndexMask mask = Samples.Box(Width, Height, 4, 12, left, left + 8, value, MaskFormat.Grey);
        if (other != 0) mask.Ids.AsSpan(5 * Width + left, 4).Fill(other);
        _masks.Add(file, mask);
    }

    private ClipSurvey Survey()
    {
        var problems = new Problems();
        ClipSurvey? survey = ClipSurvey.Of(new ClipQuery(_clip.Path, _masks.Path), problems);
        Assert.Empty(problems.All);
        return survey!;
    }

    private IReadOnlyList<string> Faults()
    {
        var problems = new Problems();
        Assert.Null(ClipSurvey.Of(new ClipQuery(_clip.Path, _masks.Path), problems));
        return problems.All;
    }
}
