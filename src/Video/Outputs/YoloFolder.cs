using System.Globalization;
using System.Text;
using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A clip's masks as a data set for YOLO's segmentation: a line for each part of an object, its outline as fractions of the picture.</summary>
/// <param name="folder">The folder, which gets <c>data.yaml</c>, <c>train.txt</c> and <c>labels/train/NAME.txt</c>.</param>
/// <param name="clip">The clip, whose pictures belong into <c>images/train</c>.</param>
public sealed class YoloFolder(string folder, ClipInfo clip) : IFrameOutput
{
    /// <summary>Fewer corners than this enclose nothing.</summary>
    private const int FewestCorners = 3;

    private readonly List<int> _frames = [];

    /// <inheritdoc/>
    public bool WantsPictures => false;

    /// <inheritdoc/>
    public ValueTask WriteAsync(SegmentedFrame frame)
    {
        LabelMask mask = frame.Mask;
        var lines = new StringBuilder();
        foreach (ShownObject shown in ShownObject.Of(mask))
            foreach (IReadOnlyList<(int X, int Y)> outline in MaskOutlines.Of(mask, shown.Label).Where(corners => corners.Count >= FewestCorners))
            {
                lines.Append(CultureInfo.InvariantCulture, $"{clip.Categories.NumberOf(shown.Id) - 1}");
                foreach ((int x, int y) in outline)
                    lines.Append(CultureInfo.InvariantCulture, $" {(double)x / mask.Width:0.######} {(double)y / mask.Height:0.######}");
                lines.Append('\n');
            }
        string labels = Path.Combine(folder, "labels", "train");
        OutputFolders.Create(labels);
        WriteText(Path.Combine(labels, Path.GetFileNameWithoutExtension(clip.FileOf(frame.Number)) + ".txt"), lines.ToString());
        _frames.Add(frame.Number);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync()
    {
        OutputFolders.Create(folder);
        WriteText(Path.Combine(folder, "train.txt"), string.Concat(_frames.Select(frame => $"./images/train/{clip.FileOf(frame)}\n")));
        IEnumerable<string> names = clip.Categories.Names.Select((name, number) => $"  {number}: {Quoted(name)}\n");
        WriteText(Path.Combine(folder, "data.yaml"), $"path: .\ntrain: train.txt\nval: train.txt\nnames:\n{string.Concat(names)}");
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>YAML takes strings as JSON has them; so none is taken for a number or for yes and no.</summary>
    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
