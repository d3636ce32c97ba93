using System.Text.Json.Serialization;
using LiVOS.Studio.Documents;
using LiVOS.Studio.Insight;
using LiVOS.Studio.Runs;

namespace LiVOS.Studio.Api;

/// <summary>Something that happened, for the page; one of these is given, or none where it begins to listen.</summary>
/// <param name="Change">What was changed.</param>
/// <param name="Reload">Whether so much was changed that the page loads all anew.</param>
/// <param name="Run">How the run stands.</param>
/// <param name="Ready">How many frames can be shown.</param>
/// <param name="Exported">How many frames of an export are written.</param>
/// <param name="Undo">What would be undone, after a change.</param>
/// <param name="Redo">What would be done again.</param>
internal sealed record StudioEvent(
    Change? Change = null, bool? Reload = null, RunStatus? Run = null, int? Ready = null, int? Exported = null, string? Undo = null, string? Redo = null);

/// <summary>All that a page shows.</summary>
internal sealed record StudioView(
    string Folder, string Clip, int Width, int Height, int Count, double? Rate, bool Clicks, IReadOnlyList<string> Formats, int Ready, RunStatus Run,
    IEnumerable<ObjectRecord> Objects, IReadOnlyDictionary<int, FrameRecord> Frames, IEnumerable<ObjectEnd> Ends, string? Undo, string? Redo);

/// <summary>What there is to open.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Parent">The one above it; null where that is none of ours.</param>
/// <param name="Entries">What lies in it.</param>
internal sealed record ClipList(string Folder, string? Parent, IReadOnlyList<ClipEntry> Entries);

/// <summary>A folder, a clip or a project.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Kind"><c>folder</c>, <c>frames</c>, <c>video</c> or <c>project</c>.</param>
internal sealed record ClipEntry(string Name, string Path, string Kind);

/// <summary>A clip or project to be opened.</summary>
internal sealed record OpenRequest(string? Path);

/// <summary>A clip that the page wants to send.</summary>
/// <param name="Folder">Where to; null for the folder of clips.</param>
/// <param name="Name">The name of a folder of pictures; null for any.</param>
/// <param name="Files">The files' names.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record UploadRequest(string? Folder, string? Name, IReadOnlyList<string>? Files, long Bytes);

/// <summary>Where an object ends.</summary>
internal sealed record EndRequest(int? Frame);

/// <summary>Clicks, lines and a box.</summary>
/// <param name="Object">The object.</param>
/// <param name="Before">The key of the frame's mask before them; null for none.</param>
/// <param name="Strokes">Clicks and lines.</param>
/// <param name="Box">The box: left, top, right, bottom; null for none.</param>
internal sealed record ClickRequest(int Object, string? Before, IReadOnlyList<StrokeRequest>? Strokes, IReadOnlyList<double>? Box);

/// <summary>A click, or a line.</summary>
/// <param name="Points">Its points: x, y.</param>
/// <param name="Positive">Whether it is on the object.</param>
internal sealed record StrokeRequest(IReadOnlyList<IReadOnlyList<double>>? Points, bool Positive);

/// <summary>A run.</summary>
internal sealed record RunRequest(int? Frame, string? Direction);

/// <summary>An export.</summary>
internal sealed record ExportRequest(string? Format);

/// <summary>A finished export.</summary>
internal sealed record ExportResult(string Path, string Format);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StudioEvent))]
[JsonSerializable(typeof(StudioView))]
[JsonSerializable(typeof(ClipList))]
[JsonSerializable(typeof(OpenRequest))]
[JsonSerializable(typeof(UploadRequest))]
[JsonSerializable(typeof(EndRequest))]
[JsonSerializable(typeof(ClickRequest))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(ObjectRecord))]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(ExportResult))]
[JsonSerializable(typeof(IReadOnlyList<Panel>))]
internal sealed partial class StudioJson : JsonSerializerContext;
