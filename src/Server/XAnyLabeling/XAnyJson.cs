using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiVOS.Server;

/// <summary>An answer that succeeded.</summary>
internal sealed record XAnySuccess<T>(T Data)
{
    [JsonPropertyOrder(-1)]
    public bool Success => true;
}

/// <summary>An answer that failed.</summary>
internal sealed record XAnyFailure(XAnyError Error)
{
    [JsonPropertyOrder(-1)]
    public bool Success => false;
}

internal sealed record XAnyError(string Code, string Message);

/// <summary>A model, with the widgets that X-AnyLabeling's window shows for it.</summary>
internal sealed record XAnyModel(string ModelId, string DisplayName, string? BatchProcessingMode, XAnyWidget[] Widgets, XAnyParams Params)
{
    /// <summary>None: models with some are for other windows than that of marks.</summary>
    public Dictionary<string, bool> Capabilities { get; } = [];
}

internal sealed record XAnyWidget(string Name, double? Value);

internal sealed record XAnyParams(double? EpsilonFactor);

/// <summary>A picture, and what was clicked in it.</summary>
internal sealed record XAnyPrediction
{
    public string? Model { get; init; }

    [JsonConverter(typeof(Base64Picture))]
    public byte[]? Image { get; init; }

    public XAnyPredictionParams? Params { get; init; }
}

internal sealed record XAnyPredictionParams
{
    public XAnyMark[]? Marks { get; init; }

    public double? EpsilonFactor { get; init; }

    public string? TextPrompt { get; init; }
}

/// <summary>A point or a box in pixels. A point's label is 1 on the object, 0 beside it.</summary>
internal sealed record XAnyMark(string? Type, double[]? Data, JsonElement? Label);

internal sealed record XAnyPredicted(XAnyShape[] Shapes, string Description, bool Replace);

/// <summary>The frames of a clip.</summary>
internal sealed record XAnyInit
{
    public string? Model { get; init; }

    public XAnyPicture[]? Frames { get; init; }

    public int StartFrameIndex { get; init; }
}

/// <summary>A picture's file.</summary>
[JsonConverter(typeof(XAnyPictureConverter))]
internal sealed record XAnyPicture(byte[] File);

/// <summary>A picture's file as a data URI.</summary>
internal sealed class XAnyPictureConverter : JsonConverter<XAnyPicture>
{
    private static readonly Base64Picture s_bytes = new();

    public override XAnyPicture Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(s_bytes.Read(ref reader, typeof(byte[]), options));

    public override void Write(Utf8JsonWriter writer, XAnyPicture value, JsonSerializerOptions options) => s_bytes.Write(writer, value.File, options);
}

internal sealed record XAnySession(string SessionId, int NumFrames, int StartFrameIndex);

/// <summary>Clicks in a frame, or (which X-AnyLabeling does not send) a mask.</summary>
internal sealed record XAnyPrompt
{
    public string? SessionId { get; init; }

    public string? Model { get; init; }

    public string? TextPrompt { get; init; }

    public int FrameIndex { get; init; }

    public double[][]? Points { get; init; }

    public int[]? PointLabels { get; init; }

    public int? ObjId { get; init; }

    public JsonElement? Mask { get; init; }

    public XAnyParams? Params { get; init; }
}

internal sealed record XAnyPropagation
{
    public string? SessionId { get; init; }

    public string? Model { get; init; }

    public int? StartFrame { get; init; }

    public int? EndFrame { get; init; }
}

internal sealed record XAnyPrompted(int FrameIndex, XAnyShape[] Masks, int NumObjects);

internal sealed record XAnyFrame(XAnyShape[] Masks);

internal sealed record XAnyMessage(string Message);

/// <summary>A run that goes on while its client asks how far it is.</summary>
internal sealed record XAnyTaskBegun(string TaskId, string Status, string Message);

internal sealed record XAnyTaskStatus(
    string Status, double Progress, int CurrentFrame, int TotalFrames,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, XAnyFrame>? Results,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);

internal sealed record XAnyStarted(string Type, int TotalFrames, int StartFrameIndex);

internal sealed record XAnyProgress(string Type, int CurrentFrame, int TotalFrames, double Progress);

internal sealed record XAnyCompleted(string Type, Dictionary<string, XAnyFrame> Results);

internal sealed record XAnyStreamError(string Type, string Message);
