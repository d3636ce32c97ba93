using System.Text.Json;
using System.Text.Json.Serialization;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>How sure the network is: a line of JSON for each frame. Frames need <see cref="SegmentationOptions.WithScores"/>.</summary>
/// <param name="path">The file.</param>
public sealed class ScoresFile(string path) : IFrameOutput
{
    private PendingFile? _file;

    /// <inheritdoc/>
    public bool WantsPictures => false;

    /// <inheritdoc/>
    public ValueTask WriteAsync(SegmentedFrame frame)
    {
        _file ??= PendingFile.Begin(path);
        _file.Write(stream =>
        {
            JsonSerializer.Serialize(stream, new FrameScores(frame.Number, frame.Time, frame.Scores), ScoresJson.Default.FrameScores);
            stream.WriteByte((byte)'\n');
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync()
    {
        _file ??= PendingFile.Begin(path);
        _file.Keep();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A line.</summary>
/// <param name="Frame">The frame's number in the clip.</param>
/// <param name="Time">Its time in seconds; null where it is not known.</param>
/// <param name="Objects">Its objects.</param>
internal sealed record FrameScores(int Frame, double? Time, IReadOnlyList<ObjectScore> Objects);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FrameScores))]
internal sealed partial class ScoresJson : JsonSerializerContext;
