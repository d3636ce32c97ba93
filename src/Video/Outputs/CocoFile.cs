using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A clip's masks as annotations of COCO, with <c>track_id</c> for the object.</summary>
/// <param name="path">The file.</param>
/// <param name="clip">The clip.</param>
public sealed class CocoFile(string path, ClipInfo clip) : IFrameOutput
{
    private readonly List<int> _frames = [];
    private PendingFile? _file;
    private Utf8JsonWriter? _json;
    private int _width, _height, _annotations;

    /// <inheritdoc/>
    public bool WantsPictures => false;

    /// <inheritdoc/>
    public ValueTask WriteAsync(SegmentedFrame frame)
    {
        Begin();
        (_width, _height) = (frame.Mask.Width, frame.Mask.Height);
        _frames.Add(frame.Number);
        _file!.Write(_ =>
        {
            foreach (ShownObject shown in ShownObject.Of(frame.Mask)) WriteAnnotation(frame, shown);
            _json!.Flush();
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync()
    {
        Begin();
        _file!.Write(_ =>
        {
            _json!.WriteEndArray();
            _json.WriteStartArray("images");
            foreach (int frame in _frames) WriteImage(frame);
            _json.WriteEndArray();
            _json.WriteCategories(clip.Categories);
            _json.WriteEndObject();
            _json.Flush();
        });
        _file.Keep();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>COCO's numbers begin at 1.</summary>
    private static int ImageId(int frame) => frame + 1;

    /// <summary>Annotations come first, because they need not be kept.</summary>
    private void Begin()
    {
        if (_file is not null) return;
        OutputFolders.Create(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _file = PendingFile.Begin(path);
        _file.Write(stream =>
        {
            _json = new Utf8JsonWriter(stream);
            _json.WriteStartObject();
            _json.WriteStartArray("annotations");
        });
    }

    private void WriteAnnotation(SegmentedFrame frame, ShownObject shown)
    {
        Utf8JsonWriter json = _json!;
        json.WriteStartObject();
        json.WriteNumber("id", ++_annotations);
        json.WriteNumber("image_id", ImageId(frame.Number));
        json.WriteNumber("category_id", clip.Categories.NumberOf(shown.Id));
        json.WriteNumber("track_id", shown.Id);
        json.WriteCoco("segmentation", frame.Mask, shown.Label);
        json.WriteBox("bbox", shown.Box);
        json.WriteNumber("area", shown.Area);
        json.WriteNumber("iscrowd", 0);
        json.WriteEndObject();
    }

    private void WriteImage(int frame)
    {
        _json!.WriteStartObject();
        _json.WriteNumber("id", ImageId(frame));
        _json.WriteString("file_name", clip.FileOf(frame));
        _json.WriteNumber("width", _width);
        _json.WriteNumber("height", _height);
        _json.WriteEndObject();
    }
}
