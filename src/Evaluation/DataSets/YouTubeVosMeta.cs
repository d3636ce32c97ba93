using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>YouTube-VOS's <c>meta.json</c>: which objects the clips have, and in which frames each is scored.</summary>
/// <param name="Path">The file.</param>
/// <param name="Clips">By name.</param>
internal sealed record YouTubeVosMeta(string Path, IReadOnlyDictionary<string, YouTubeVosMeta.Clip> Clips)
{
    /// <summary>Reads a file: <c>videos[clip].objects[id].frames</c>.</summary>
    /// <exception cref="MediaException">The file cannot be read, or is not of that form.</exception>
    public static YouTubeVosMeta Read(string path) => JsonFile.Read(path, root =>
    {
        var clips = new Dictionary<string, Clip>();
        foreach (JsonProperty video in root.GetProperty("videos").EnumerateObject())
            if (!clips.TryAdd(video.Name, ReadClip(video.Value))) throw new FormatException($"it has the clip '{video.Name}' twice");
        return new YouTubeVosMeta(path, clips);
    });

    private static Clip ReadClip(JsonElement video)
    {
        JsonProperty[] objects = [.. video.GetProperty("objects").EnumerateObject()];
        return new Clip(
            objects.Select(each => JsonFile.Id(each.Name)).ToHashSet(),
            objects.SelectMany(each => each.Value.GetProperty("frames").EnumerateArray().Select(JsonFile.Text)).ToHashSet());
    }

    /// <summary>A clip's entry.</summary>
    /// <param name="ObjectIds">The clip's objects.</param>
    /// <param name="Frames">The names of the frames in which any of them is scored.</param>
    internal sealed record Clip(IReadOnlySet<int> ObjectIds, IReadOnlySet<string> Frames);
}
