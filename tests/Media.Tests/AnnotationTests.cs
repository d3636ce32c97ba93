using System.Globalization;
using System.Text;
using LiVOS.Media.Surveys;

namespace LiVOS.Media.Tests;

/// <summary>Masks in files of COCO and labelme, by hand as others write them.</summary>
public sealed class AnnotationTests : IDisposable
{
    private const int Width = 8, Height = 6;

    private readonly TemporaryFolder _folder = new();
    private readonly NumberedFrames _frames = new(Width, Height, 20, FrameSelection.All);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Polygons_run_lengths_and_lists_of_COCO()
    {
        string path = Add("coco.json", Coco(
            "{\"id\":1,\"image_id\":7,\"category_id\":3,\"track_id\":5,\"segmentation\":[[1,1,4,1,4,3,1,3],[6,0,8,0,8,2,6,2]]}",
            "{\"id\":2,\"image_id\":7,\"category_id\":3,\"track_id\":9,\"segmentation\":{\"size\":[6,8],\"counts\":[22,2,24]}}",
            $"{{\"id\":3,\"image_id\":7,\"track_id\":2,\"segmentation\":{{\"size\":[6,8],\"counts\":\"{CocoRunLength.Pack([40, 1, 7])}\"}}}}"));
        AssertMask(
            path, 12,
            """
            ......55
            .555..55
            .555....
            ........
            ...9..2.
            ...9....
            """);
    }

    [Fact]
    public void Objects_without_ids_are_numbered_in_their_order()
    {
        string path = Add("coco.json", Coco(
            Square(1, left: 0, "\"category_id\":3"), Square(2, left: 2, "\"attributes\":{\"track_id\":2}"), Square(3, left: 4, "\"category_id\":3")));
        AssertMask(path, 12, "1.2.3...", id => id);
    }

    [Fact]
    public void Shapes_of_labelme()
    {
        byte[] png = Encode(new IndexMask(2, 3, [1, 0, 1, 1, 0, 1]));
        string path = Add("some.json", Labelme(
            "..\\\\images\\\\00012.jpg",
            "{\"label\":\"a\",\"points\":[[1.0,1.0],[4.0,1.0],[4.0,3.0],[1.0,3.0]],\"group_id\":4,\"shape_type\":\"polygon\",\"flags\":{}}",
            "{\"label\":\"a\",\"points\":[[6,5],[8,4]],\"group_id\":4,\"shape_type\":\"rectangle\"}",
            $"{{\"label\":\"b\",\"points\":[[5,0],[6,2]],\"group_id\":null,\"shape_type\":\"mask\",\"mask\":\"{Convert.ToBase64String(png)}\"}}"));
        AssertMask(
            path, 12,
            """
            .....1..
            .444.11.
            .444..1.
            ........
            ......44
            ........
            """);
    }

    [Fact]
    public void A_frame_may_be_told_on_the_command_line_or_by_the_files_own_name()
    {
        string shape = "{\"points\":[[0,0],[8,0],[8,1],[0,1]]}";
        AssertMask(Add("a.json", Labelme("elsewhere.jpg", shape)) + "@3", 3, "11111111");
        AssertMask(Add("00004.json", Labelme("", shape)), 4, "11111111");
    }

    [Fact]
    public void A_folder_of_labelmes_files()
    {
        for (int frame = 3; frame < 6; frame++) Add($"{frame:00000}.json", Labelme($"{frame:00000}.jpg", "{\"points\":[[0,0],[8,0],[8,1],[0,1]]}"));
        Assert.Equal([3, 4, 5], Survey(_folder.Path).Masks.Frames);
    }

    [Fact]
    public void Polygons_outside_are_cut_off_and_later_objects_lie_upon_earlier_ones()
    {
        string path = Add("coco.json", Coco(
            "{\"id\":1,\"image_id\":7,\"track_id\":1,\"segmentation\":[[-100,-50,4,-50,4,2,-100,2]]}",
            "{\"id\":2,\"image_id\":7,\"track_id\":2,\"segmentation\":[[3,1,900000,1,900000,3,3,3]]}"));
        ClipSurvey survey = AssertMask(path, 12, "1111....\n11122222\n...22222");
        Assert.Contains(survey.Warnings, warning => warning.Contains("covers 1 pixel"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Polygons_are_filled_by_the_middles_of_pixels(int seed)
    {
        var random = new Random(seed);
        (double X, double Y)[] corners = [.. Enumerable.Range(0, 7).Select(_ => (random.NextDouble() * 14 - 3, random.NextDouble() * 12 - 3))];
        string points = string.Join(',', corners.Select(corner => string.Create(CultureInfo.InvariantCulture, $"[{corner.X},{corner.Y}]")));

        IndexMask mask = Read(Survey(Add("a.json", Labelme("00000.png", $"{{\"points\":[{points}]}}"))), 0);

        for (int i = 0; i < mask.Ids.Length; i++)
        {
            (double x, double y) = (i % Width + 0.5, i / Width + 0.5);
            int crossings = corners.Zip([.. corners[1..], corners[0]]).Count(edge => edge.First.Y > y != edge.Second.Y > y
                && x > edge.First.X + (y - edge.First.Y) * (edge.Second.X - edge.First.X) / (edge.Second.Y - edge.First.Y));
            Assert.Equal(crossings % 2, mask.Ids[i]);
        }
    }

    [Fact]
    public void Ids_become_others()
    {
        var map = new MaskOptions { Ids = new IdMap(new Dictionary<int, int> { [0] = 300, [2] = 1, [3] = 0 }) };
        string path = Add("coco.json", Coco(Square(1, 0, "\"track_id\":0"), Square(2, 2, "\"track_id\":2"), Square(3, 4, "\"track_id\":3")));
        AssertMask(path, 12, "a.1.....", id => id == 300 ? 'a' - '0' : id, map);
        Png.WriteMask(_folder["00000.png"], new IndexMask(Width, Height, [2, 3, 7, .. new int[Width * Height - 3]]));
        AssertMask(_folder["00000.png"], 0, "1.7.....", options: new MaskOptions { Ids = new IdMap(new Dictionary<int, int> { [2] = 1, [3] = 0 }) });
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("null", "null")]
    [InlineData("[]", "$")]
    [InlineData("{\"a\":1}", "neither")]
    [InlineData("{\"images\":[],\"annotations\":[{\"id\":1,\"image_id\":9}]}", "image 9")]
    [InlineData("{\"images\":[],\"annotations\":[]}", "no objects")]
    [InlineData("{\"images\":[{\"id\":\"x\"}],\"annotations\":[]}", "$.images[0].id")]
    [InlineData("{\"images\":[{\"id\":9,\"file_name\":\"00000.png\"}],\"annotations\":[{\"image_id\":9,\"segmentation\":[[0,0,1,0,1,1]]}]}", "0x0")]
    [InlineData("{\"images\":[{\"id\":9,\"file_name\":\"00000.png\",\"width\":2000000000,\"height\":2}],\"annotations\":[{\"image_id\":9}]}", "2000000000")]
    [InlineData("{\"shapes\":[],\"imageWidth\":8,\"imageHeight\":6,\"imagePath\":\"nowhere.png\"}", "belongs to no frame")]
    [InlineData("{\"shapes\":[{\"points\":[[1,1]],\"shape_type\":\"point\"}],\"imageWidth\":8,\"imageHeight\":6,\"imagePath\":\"00000.png\"}", "point")]
    [InlineData("{\"shapes\":[{\"points\":[[1,1],null,[2,2]]}],\"imageWidth\":8,\"imageHeight\":6,\"imagePath\":\"00000.png\"}", "x and y")]
    [InlineData("{\"shapes\":[{\"points\":[[1,1],[2]]}],\"imageWidth\":8,\"imageHeight\":6,\"imagePath\":\"00000.png\"}", "x and y")]
    [InlineData("{\"shapes\":[{\"points\":[[1,1],[2,2]],\"shape_type\":\"mask\",\"mask\":\"?\"}],\"imageWidth\":8,\"imageHeight\":6}", "$.shapes[0].mask")]
    [InlineData(
        "{\"shapes\":[{\"points\":[[1,1],[2,2]],\"shape_type\":\"mask\",\"mask\":\"AAAA\"}],\"imageWidth\":8,\"imageHeight\":6,\"imagePath\":\"00000.png\"}",
        "shape 1 in")]
    [InlineData("{\"shapes\":[{\"points\":[[1,1],[2,2],[1e9,2]]}],\"imageWidth\":8,\"imageHeight\":6,\"imagePath\":\"00000.png\"}", "x and y")]
    [InlineData("{\"shapes\":[{\"points\":[[1,1],[2,2],[1,2]]}],\"imageWidth\":9,\"imageHeight\":6,\"imagePath\":\"00000.png\"}", "9x6")]
    public void What_is_no_annotation_is_refused(string json, string fault) => AssertFault(Add("bad.json", json), fault);

    [Theory]
    [InlineData("{\"size\":[6,8],\"counts\":[1,2]}", "counts 3 pixels")]
    [InlineData("{\"size\":[6,8],\"counts\":[-1,49]}", "whole numbers")]
    [InlineData("{\"size\":[6,8],\"counts\":[2147483647,2147483647]}", "4294967294")]
    [InlineData("{\"size\":[6,8],\"counts\":\"1\"}", "broken")]
    [InlineData("{\"size\":[6,8],\"counts\":\"ÿ\"}", "broken")]
    [InlineData("{\"size\":[8,6],\"counts\":[48]}", "[8,6]")]
    [InlineData("{\"size\":6,\"counts\":[48]}", "size 6")]
    [InlineData("{\"size\":[6,8]}", "counts")]
    [InlineData("[[0,0,1,0,1]]", "three corners")]
    [InlineData("[[0,0,1,0,1,\"x\"]]", "three corners")]
    [InlineData("[[0,0,1,0,1,1e999]]", "three corners")]
    [InlineData("[5]", "three corners")]
    [InlineData("[]", "no segmentation")]
    [InlineData("7", "no segmentation")]
    public void Broken_shapes_are_refused(string segmentation, string fault) =>
        AssertFault(Add("bad.json", Coco($"{{\"id\":44,\"image_id\":7,\"segmentation\":{segmentation}}}")), fault, "Annotation 44");

    [Fact]
    public void Files_that_are_too_large_are_refused()
    {
        AssertFault(Add("bad.json", Coco([.. Enumerable.Repeat("{\"id\":1,\"image_id\":7,\"segmentation\":[[0,0,1,0,1,1]]}", 4097)])), "4097 shapes");
        using (FileStream file = File.Create(_folder["bad.json"])) file.SetLength((1 << 26) + 1);
        AssertFault(_folder["bad.json"], "67108865 bytes");
    }

    [Fact]
    public void The_id_of_the_background_needs_another() =>
        AssertFault(Add("bad.json", Coco(Square(1, 0, "\"track_id\":0"))), "--id-map 0=ID");

    [Fact]
    public void A_frame_for_a_file_of_several_is_refused()
    {
        const string size = "\"width\":8,\"height\":6", shape = "\"segmentation\":[[0,0,1,0,1,1]]";
        string path = Add("two.json", $"{{\"images\":[{{\"id\":1,\"file_name\":\"00001.png\",{size}}},{{\"id\":2,\"file_name\":\"00002.png\",{size}}}],"
            + $"\"annotations\":[{{\"image_id\":1,{shape}}},{{\"image_id\":2,{shape}}}]}}");
        AssertFault(path + "@1", "'@1'", "2 frames");
    }

    private static string Square(int id, int left, string more) =>
        $"{{\"id\":{id},\"image_id\":7,{more},\"segmentation\":[[{left},0,{left + 1},0,{left + 1},1,{left},1]]}}";

    private static string Coco(params string[] annotations) =>
        $"{{\"images\":[{{\"id\":7,\"file_name\":\"some/00012.jpg\",\"width\":8,\"height\":6}}],\"annotations\":[{string.Join(',', annotations)}]}}";

    private static string Labelme(string picture, params string[] shapes) =>
        $"{{\"version\":\"5.5.0\",\"shapes\":[{string.Join(',', shapes)}],\"imagePath\":\"{picture}\",\"imageData\":null,\"imageHeight\":6,\"imageWidth\":8}}";

    private static byte[] Encode(IndexMask mask)
    {
        var png = new MemoryStream();
        Png.WriteSamples(png, mask.Width, mask.Height, channels: 1, [.. mask.Ids.Select(id => (byte)id)]);
        return png.ToArray();
    }

    private static IndexMask Read(ClipSurvey survey, int frame) =>
        survey.Masks.TryRead(frame, out IndexMask? mask) ? mask : throw new InvalidOperationException();

    private string Add(string name, string json) => _folder.Add(name, Encoding.UTF8.GetBytes(json));

    /// <summary>A mask as a picture of digits, whose rows at the bottom may be left out.</summary>
    private ClipSurvey AssertMask(string path, int frame, string expected, Func<int, int>? shown = null, MaskOptions? options = null)
    {
        ClipSurvey survey = Survey(path, options);
        int[] ids = Read(survey, frame).Ids;
        string[] rows = expected.Split('\n');
        string read = string.Join('\n', ids.Chunk(Width).Take(rows.Length).Select(row =>
            string.Concat(row.Select(id => id == 0 ? '.' : (char)('0' + (shown?.Invoke(id) ?? id))))));
        Assert.Equal(expected, read);
        Assert.All(ids.Skip(rows.Length * Width), id => Assert.Equal(0, id));
        return survey;
    }

    private void AssertFault(string path, params string[] parts)
    {
        var problems = new Problems();
        Assert.Null(ClipSurvey.Of(new ClipQuery("clip.mp4", path), _frames, problems));
        string problem = Assert.Single(problems.All);
        Assert.All(parts, part => Assert.Contains(part, problem));
        Assert.Contains(".json", problem);
        Assert.DoesNotContain('\n', problem);
    }

    private ClipSurvey Survey(string path, MaskOptions? options = null)
    {
        var problems = new Problems();
        ClipSurvey? survey = ClipSurvey.Of(new ClipQuery("clip.mp4", path) { Options = options ?? MaskOptions.Plain }, _frames, problems);
        Assert.Empty(problems.All);
        return survey!;
    }
}
