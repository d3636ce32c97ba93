using LiVOS.Evaluation.DataSets;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>Everything that is wrong with a data set is told at once, each with its path.</summary>
public class BadDataSetTests
{
    [Fact]
    public void A_root_that_is_not_there()
    {
        using var data = new TinyDataSet();
        Assert.Contains("nowhere", Assert.Throws<MediaException>(() => Layouts.Named("mose-val").Open(data.In("nowhere"))).Message);
    }

    [Fact]
    public void All_folders_that_are_missing()
    {
        using var data = new TinyDataSet();
        Refused(data, "d17-val", data.In("Annotations/480p"), data.In("JPEGImages/480p"), data.In("ImageSets/2017/val.txt"));
        Refused(data, "y19-val", data.In("valid/meta.json"), data.In("all_frames/valid_all_frames/JPEGImages"), data.In("valid/Annotations"));
        Refused(data, "lvos-val", data.In("valid/JPEGImages"), data.In("valid/Annotations"));
        Refused(data, "burst-test", data.In("frames/test"), data.In("test/first_frame_annotations.json"));
    }

    [Fact]
    public void Missing_clips_frames_without_masks_and_sizes_that_differ()
    {
        using var data = new TinyDataSet("d17-val");
        data.AddText("ImageSets/2017/val.txt", "apple\nbear\ncat\ndog\n");
        data.AddFrames("JPEGImages/480p/dog");
        Directory.CreateDirectory(data.In("Annotations/480p/dog"));
        Png.Write(data.In("JPEGImages/480p/apple/00003.jpg"), new Picture(64, 47));
        data.AddMask("Annotations/480p/apple/00004.png", new IndexMask(63, 48, new int[63 * 48]));
        data.AddMask("Annotations/480p/bear/00000.png", new IndexMask(10, 10, [.. Enumerable.Repeat(1, 100)]));

        Refused(
            data, "d17-val",
            "JPEGImages/480p/apple/00003.jpg' is 64x47", "Annotations/480p/apple/00004.png' is 63x48", "Annotations/480p/bear/00000.png' is 10x10",
            data.In("JPEGImages/480p/cat"), data.In("Annotations/480p/cat"), "Annotations/480p/dog' holds no masks");
    }

    [Fact]
    public void Clips_without_masks_and_masks_without_frames()
    {
        using var data = new TinyDataSet("mose-val");
        data.AddFrames("valid/JPEGImages/zebra");
        File.Move(data.In("valid/Annotations/bear/00000.png"), data.In("valid/Annotations/bear/00099.png"));
        data.AddMask("valid/Annotations/apple/00000.png", new IndexMask(64, 48, new int[64 * 48]));

        Refused(data, "mose-val", data.In("valid/Annotations/zebra"), "00099.png' belongs to no frame", "apple/00000.png' shows no object");
    }

    [Fact]
    public void The_masks_of_DAVIS_2017_are_not_those_of_2016()
    {
        using var data = new TinyDataSet("d16-val");
        IndexMask two = TinyDataSet.Mask(TinyDataSet.SecondAppears, second: true);
        data.AddMask("Annotations/480p/apple/00000.png", two);
        Refused(data, "d16-val", data.In("Annotations/480p/apple"), "2 objects");
    }

    [Fact]
    public void Damaged_pictures()
    {
        using var data = new TinyDataSet("lvos-test");
        File.WriteAllText(data.In("test/JPEGImages/apple/00002.jpg"), "no picture");
        File.WriteAllBytes(data.In("test/JPEGImages/apple/00003.jpg"), [0xFF, 0xD8, 0xFF, 0xE0, 0]);
        byte[] mask = File.ReadAllBytes(data.In("test/Annotations/bear/00002.png"));
        File.WriteAllBytes(data.In("test/Annotations/bear/00002.png"), mask[..(mask.Length / 2)]);

        Refused(data, "lvos-test", "apple/00002.jpg' is neither", "apple/00003.jpg' is damaged", "bear/00002.png' is cut short");
    }

    [Fact]
    public void Ids_clips_and_frames_that_the_meta_file_and_the_folders_do_not_share()
    {
        using var data = new TinyDataSet("y18-val");
        data.AddText("valid/meta.json", """{"videos": {"bear": {"objects": {"1": {"frames": ["00000", "00050"]}}}}}""");

        Refused(data, "y18-val", "does not know the clip", data.In("valid/Annotations/apple"), "show the object 2", "asks for the frame '00050'");
    }

    [Theory]
    [InlineData("""{"videos": {""", "not whole JSON")]
    [InlineData("""{"clips": {}}""", "not of the data set's form")]
    [InlineData("""{"videos": {"bear": {"objects": {"one": {"frames": []}}}}}""", "not of the data set's form")]
    [InlineData("""{"videos": {"bear": {"objects": {"1": {"frames": [7]}}}}}""", "not of the data set's form")]
    [InlineData("[]", "not of the data set's form")]
    [InlineData("""{"videos": {"bear": {"objects": {}}, "bear": {"objects": {}}}}""", "the clip 'bear' twice")]
    [InlineData("""{"videos": {"bear": {"objects": {"0": {"frames": []}}}}}""", "the id '0' is no number from 1")]
    [InlineData("""{"videos": {"bear": {"objects": {"99999999": {"frames": []}}}}}""", "the id '99999999' is no number from 1")]
    [InlineData("""{"videos": {"bear": {"objects": {"\ud800": {"frames": []}}}}}""", "not of the data set's form")]
    public void Broken_meta_files(string json, string complaint)
    {
        using var data = new TinyDataSet("y19-val");
        data.AddText("valid/meta.json", json);
        Refused(data, "y19-val", data.In("valid/meta.json"), complaint);
    }

    [Theory]
    [InlineData("""{"sequences": [""", "not whole JSON")]
    [InlineData("""{"sequences": []}""", "no sequences")]
    [InlineData("""{"sequences": [{"dataset": "a", "seq_name": "b"}]}""", "not of the data set's form")]
    [InlineData(
        """{"sequences": [{"dataset": "a", "seq_name": "b", "all_image_paths": [], "annotated_image_paths": ["1.jpg"], "segmentations": []}]}""",
        "1 annotated frames, but 0")]
    [InlineData(
        """{"sequences": [{"dataset": "a", "seq_name": "b", "all_image_paths": ["1.jpg"], "annotated_image_paths": [], "segmentations": []}]}""",
        "'b' has no annotated frames")]
    [InlineData("""{"sequences": [{"dataset": "a", "dataset": "a"}]}""", "'dataset' is there twice")]
    [InlineData("""{"sequences": [], "sequences": []}""", "'sequences' is there twice")]
    [InlineData("""{"sequences": [{"dataset": "a\ud800", "seq_name": "b"}]}""", "not of the data set's form")]
    [InlineData("""{"note": "\udc00", "sequences": []}""", "not of the data set's form")]
    [InlineData("""{"no\ud800te": 1, "sequences": []}""", "not of the data set's form")]
    [InlineData("""{"sequences": [{"dataset": "a", "seq_name": "b", "deep": [{"x": "\ud800\ud800"}]}]}""", "not of the data set's form")]
    public void Broken_annotation_files(string json, string complaint)
    {
        using var data = new TinyDataSet("burst-val");
        data.AddText("val/first_frame_annotations.json", json);
        Refused(data, "burst-val", data.In("val/first_frame_annotations.json"), complaint);
    }

    [Fact]
    public void Broken_run_lengths_and_missing_frames()
    {
        using var data = new TinyDataSet("burst-test");
        string json = File.ReadAllText(data.In("test/first_frame_annotations.json"));
        int at = json.IndexOf("\"rle\":\"", StringComparison.Ordinal) + 7;
        data.AddText("test/first_frame_annotations.json", json[..at] + "pp" + json[at..]);
        File.Delete(data.In("frames/test/YFCC100M/bear/00004.jpg"));

        Refused(data, "burst-test", "YFCC100M/apple, frame 00000' is broken", "lacks 1 of 6 frames", "bear/00004.jpg");
    }

    [Theory]
    [InlineData("[]")] // nothing is asked for
    [InlineData("""["00000"]""")] // only what comes before the first mask
    public void A_meta_file_that_asks_for_no_frame_of_a_clip(string frames)
    {
        using var data = new TinyDataSet("y19-val");
        File.Delete(data.In("valid/Annotations/apple/00000.png"));
        data.AddMask("valid/Annotations/apple/00001.png", TinyDataSet.Mask(1, second: false));
        data.AddText("valid/meta.json", """
            {"videos": {"apple": {"objects": {"1": {"frames": FRAMES}}},
                        "bear": {"objects": {"1": {"frames": ["00004"]}, "2": {"frames": ["00004"]}}}}}
            """.Replace("FRAMES", frames, StringComparison.Ordinal));
        Refused(data, "y19-val", data.In("valid/meta.json"), "asks for no frame", data.In("valid/Annotations/apple"));
    }

    [SkippableFact]
    public void A_JSON_file_that_no_memory_could_hold()
    {
        using var data = new TinyDataSet("y19-val");
        using (FileStream file = File.OpenWrite(data.In("valid/meta.json")))
        {
            try
            {
                file.SetLength(2L << 30); // sparse
            }
            catch (IOException error)
            {
                Skip.If(true, $"No sparse file of 2 GiB can be made here: {error.Message}");
            }
        }
        Refused(data, "y19-val", data.In("valid/meta.json"), $"{2L << 30} bytes");
    }

    [Fact]
    public void Annotated_frames_that_are_not_in_order()
    {
        using var data = new TinyDataSet("burst-val");
        string file = data.In("val/first_frame_annotations.json"), json = File.ReadAllText(file);
        File.WriteAllText(file, json.Replace("""["00000.jpg","00002.jpg",""", """["00002.jpg","00000.jpg",""", StringComparison.Ordinal));
        Refused(data, "burst-val", file, "frame 00000' is not in the order");
    }

    [Theory]
    [InlineData("mose-val")]
    [InlineData("d17-val")]
    [InlineData("lvos-test")]
    [InlineData("generic")]
    public void Given_masks_with_smooth_edges(string name)
    {
        using var data = new TinyDataSet(name);
        string path = name switch { "mose-val" => "valid/Annotations", "lvos-test" => "test/Annotations", "generic" => "Annotations", _ => "Annotations/480p" }
            + "/bear/00000.png";
        int[] ids = new int[TinyDataSet.Width * TinyDataSet.Height];
        for (int i = 0; i < ids.Length; i++)
        {
            int x = i % TinyDataSet.Width, y = i / TinyDataSet.Width, edge = Math.Min(Math.Min(x - 8, 40 - x), Math.Min(y - 8, 40 - y));
            ids[i] = Math.Clamp(edge * 60, 0, 255); // a square whose edge takes four pixels to rise
        }
        data.AddMask(path, new IndexMask(TinyDataSet.Width, TinyDataSet.Height, ids, MaskFormat.Grey));
        Refused(data, name, data.In(path), "smooth edges");
    }

    [Fact]
    public void A_picture_among_the_given_masks()
    {
        using var data = new TinyDataSet("lvos-test");
        int[] ids = [.. Enumerable.Range(0, TinyDataSet.Width * TinyDataSet.Height)];
        data.AddMask("test/Annotations/bear/00002.png", new IndexMask(TinyDataSet.Width, TinyDataSet.Height, ids, MaskFormat.RgbIds));
        Refused(data, "lvos-test", data.In("test/Annotations/bear/00002.png"), $"more than {ObjectLimit.Most} ids");
    }

    private static void Refused(TinyDataSet data, string layout, params string[] parts)
    {
        var error = Assert.Throws<DataSetException>(() => Layouts.Named(layout).Open(data.Root));
        Assert.All(parts, part => Assert.Contains(part, error.Message));
        Assert.All(error.Problems, problem => Assert.Contains(data.Root, problem));
    }
}
