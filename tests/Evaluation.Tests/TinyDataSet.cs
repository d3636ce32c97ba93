using System.Text.Json.Nodes;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>
/// A data set of a few made-up frames in the folders of any layout: two clips with a bright square that goes right, and in the second a dark one
/// (object 2) that comes in at frame 2.
/// </summary>
internal sealed class TinyDataSet : IDisposable
{
    public const int Width = 64, Height = 48, Frames = 6, SecondAppears = 2;

    /// <summary>The clips; of the second, two objects are known.</summary>
    public static readonly string[] Clips = ["apple", "bear"];

    private readonly string _folder = Directory.CreateTempSubdirectory("livos-dataset-").FullName;

    /// <summary>Makes a data set.</summary>
    /// <param name="layout">The layout's name; null for an empty folder.</param>
    public TinyDataSet(string? layout = null)
    {
        Directory.CreateDirectory(Root);
        switch (layout)
        {
            case "d16-val":
                AddClips("JPEGImages/480p", "Annotations/480p", Enumerable.Range(0, Frames), binary: true);
                AddText("ImageSets/2016/val.txt", string.Join('\n', Clips) + "\n");
                break;
            case "d17-val":
                AddClips("JPEGImages/480p", "Annotations/480p", Enumerable.Range(0, Frames));
                AddText("ImageSets/2017/val.txt", string.Join("\r\n", Clips));
                break;
            case "d17-test-dev":
                AddClips("JPEGImages/480p", "Annotations/480p", [0]);
                AddText("ImageSets/2017/test-dev.txt", string.Join('\n', Clips.Reverse()));
                break;
            case "y18-val" or "y19-val":
                AddClips("all_frames/valid_all_frames/JPEGImages", "valid/Annotations", [0, SecondAppears], firstOnly: true);
                AddText("valid/meta.json", """
                    {"videos": {
                      "apple": {"objects": {"1": {"category": "apple", "frames": ["00000", "00005"]}}},
                      "bear": {"objects": {"1": {"category": "bear", "frames": ["00000", "00004"]}, "2": {"category": "bear", "frames": ["00002", "00004"]}}}
                    }}
                    """);
                break;
            case "mose-val":
                AddClips("valid/JPEGImages", "valid/Annotations", [0]);
                break;
            case "lvos-val":
                AddClips("valid/JPEGImages", "valid/Annotations", Enumerable.Range(0, Frames));
                break;
            case "lvos-test":
                AddClips("test/JPEGImages", "test/Annotations", [0, SecondAppears], firstOnly: true);
                break;
            case "generic":
                AddClips("JPEGImages", "Annotations", Enumerable.Range(0, Frames), format: MaskFormat.RgbIds, firstId: 300);
                break;
            case "burst-val" or "burst-test":
                AddBurst(layout[6..]);
                break;
        }
    }

    /// <summary>The data set's folder.</summary>
    public string Root => this["data"];

    /// <summary>Where results are to go.</summary>
    public string Out => this["out"];

    /// <summary>A path in the folder above both.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>A path in the data set.</summary>
    public string In(string name) => Path.Combine(Root, name);

    /// <summary>The colours of its masks: not those that are written where there are none.</summary>
    public static Palette Colours { get; } = new([0, 0, 0, 10, 200, 30, 40, 50, 250]);

    /// <summary>A frame: both squares, whichever clip.</summary>
    public static Picture Picture(int frame)
    {
        var picture = new Picture(Width, Height);
        IndexMask mask = Mask(frame, second: true);
        for (int i = 0; i < mask.Ids.Length; i++)
        {
            int x = i % Width, y = i / Width;
            byte level = mask.Ids[i] switch { 1 => 240, 2 => 5, _ => (byte)(80 + x * 5 % 32 + y * 3 % 32) };
            picture.Rgb.AsSpan(i * 3, 3).Fill(level);
        }
        return picture;
    }

    /// <summary>A frame's true mask.</summary>
    public static IndexMask Mask(int frame, bool second, MaskFormat format = MaskFormat.Indexed, int firstId = 1)
    {
        int[] ids = new int[Width * Height];
        for (int i = 0; i < ids.Length; i++)
        {
            int x = i % Width, y = i / Width;
            if (x >= 6 + frame && x < 22 + frame && y >= 8 && y < 24) ids[i] = firstId;
            if (second && frame >= SecondAppears && x >= 40 && x < 56 && y >= 22 && y < 36) ids[i] = firstId + 1;
        }
        return new IndexMask(Width, Height, ids, format, format == MaskFormat.Indexed ? Colours : null);
    }

    /// <summary>Writes a text file of the data set.</summary>
    public void AddText(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllText(In(name), text);
    }

    /// <summary>Writes a mask of the data set.</summary>
    public void AddMask(string name, IndexMask mask)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        Png.WriteMask(In(name), mask);
    }

    /// <summary>Writes a clip's frames: PNG files by the name of JPEG files, which is all the same to who reads them.</summary>
    public void AddFrames(string name, int count = Frames)
    {
        Directory.CreateDirectory(In(name));
        for (int frame = 0; frame < count; frame++) Png.Write(In($"{name}/{frame:00000}.jpg"), Picture(frame));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <param name="frames">The folder of the frames.</param>
    /// <param name="masks">The folder of the masks.</param>
    /// <param name="annotated">The frames that have masks.</param>
    /// <param name="firstOnly">Whether a mask shows only the objects that are new in it, and is left out where there are none.</param>
    /// <param name="binary">Whether there is no second object.</param>
    /// <param name="format">The kind of masks.</param>
    /// <param name="firstId">The first object's id.</param>
    private void AddClips(
        string frames, string masks, IEnumerable<int> annotated, bool firstOnly = false, bool binary = false, MaskFormat format = MaskFormat.Indexed,
        int firstId = 1)
    {
        int[] withMasks = [.. annotated];
        foreach (string clip in Clips)
        {
            AddFrames($"{frames}/{clip}");
            bool second = clip == Clips[1] && !binary;
            foreach (int frame in withMasks)
            {
                IndexMask mask = Mask(frame, second, format, firstId);
                if (firstOnly && frame > 0)
                {
                    if (!second) continue;
                    for (int i = 0; i < mask.Ids.Length; i++)
                        if (mask.Ids[i] == firstId) mask.Ids[i] = 0;
                }
                AddMask($"{masks}/{clip}/{frame:00000}.png", mask);
            }
        }
    }

    /// <summary>Of every clip, frames 0, 2, 3 and 5 are annotated; of those, each object's first is given.</summary>
    private void AddBurst(string split)
    {
        int[] annotated = [0, 2, 3, 5];
        JsonObject given = Burst(split), truth = Burst(split);
        foreach (string clip in Clips)
        {
            AddFrames($"frames/{split}/YFCC100M/{clip}");
            bool second = clip == Clips[1];
            given["sequences"]!.AsArray().Add((JsonNode)Sequence(clip, frame =>
                frame == 0 ? Segments(0, second) : frame == SecondAppears && second ? Segments(frame, second, id => id == 2) : []));
            truth["sequences"]!.AsArray().Add((JsonNode)Sequence(clip, frame => Segments(frame, second)));
        }
        AddText($"{split}/first_frame_annotations.json", given.ToJsonString());
        AddText($"{split}/all_classes.json", truth.ToJsonString());

        JsonObject Sequence(string clip, Func<int, JsonObject> segments) => new()
        {
            ["id"] = 17,
            ["width"] = Width,
            ["height"] = Height,
            ["dataset"] = "YFCC100M",
            ["seq_name"] = clip,
            ["all_image_paths"] = new JsonArray([.. Enumerable.Range(0, Frames).Select(frame => JsonValue.Create($"{frame:00000}.jpg"))]),
            ["annotated_image_paths"] = new JsonArray([.. annotated.Select(frame => JsonValue.Create($"{frame:00000}.jpg"))]),
            ["segmentations"] = new JsonArray([.. annotated.Select(segments)]),
            ["track_category_ids"] = new JsonObject { ["1"] = 805, ["2"] = 99 },
        };
    }

    private static JsonObject Burst(string split) => new()
    {
        ["sequences"] = new JsonArray(),
        ["split"] = split,
        ["categories"] = new JsonArray(JsonValue.Create("a < b & c")),
    };

    private static JsonObject Segments(int frame, bool second, Func<int, bool>? wanted = null) => new(
        CocoRunLength.Encode(Mask(frame, second)).Where(pair => wanted?.Invoke(pair.Key) ?? true)
            .Select(pair => KeyValuePair.Create($"{pair.Key}", (JsonNode?)new JsonObject { ["rle"] = pair.Value, ["is_gt"] = true })));
}
