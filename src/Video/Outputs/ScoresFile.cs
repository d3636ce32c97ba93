using System.Text.Json;
using System.Text.Json.Serialization;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>How sure the network is: a line of JSON for each frame. Frames need <see cref="SegmentationOptions.WithScores"/>.</summary>
/// <param name="path">The file.</param>
public sealed class ScoresFile(string path) : IFrameOutput
{
    private const int LongestLine = 16 << 20; // of 255 objects are some 40 thousand characters

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

    /// <summary>Reads such a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The frames' numbers and their objects, in the file's order.</returns>
    /// <exception cref="MediaException">It cannot be read, or is no such file.</exception>
    internal static IEnumerable<(int Frame, IReadOnlyList<ObjectScore> Scores)> Read(string path)
    {
        using StreamReader reader = Open(path);
        int last = -1;
        for (int number = 1; ReadLine(reader, path) is string line; number++)
        {
            FrameScores? scores = null;
            try
            {
                scores = JsonSerializer.Deserialize(line, ScoresJson.Default.FrameScores);
            }
            catch (JsonException)
            {
                // Told below.
            }
            if (scores is not { Frame: >= 0, Objects: { } objects } || objects.Any(each => each is not { MeanP: >= 0 and <= 1 }))
                throw new MediaException($"Line {number} of '{path}' has no scores of a frame; give a file that segment --scores wrote.");
            if (scores.Frame <= last)
                throw new MediaException($"Line {number} of '{path}' is of frame {scores.Frame}, behind {last}; give a file of one run.");
            yield return (last = scores.Frame, objects);
        }
        if (last < 0) throw new MediaException($"'{path}' has no scores; give a file that segment --scores wrote.");
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

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MediaException($"'{path}' cannot be read; check the name.", error);
        }
    }

    /// <summary>A line; a file of something else may have none that ends.</summary>
    private static string? ReadLine(StreamReader reader, string path)
    {
        var line = new System.Text.StringBuilder();
        int next;
        while ((next = reader.Read()) is not (-1 or '\n'))
        {
            if (line.Length == LongestLine) throw new MediaException($"'{path}' has no scores; give a file that segment --scores wrote.");
            line.Append((char)next);
        }
        return next == -1 && line.Length == 0 ? null : line.ToString();
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
