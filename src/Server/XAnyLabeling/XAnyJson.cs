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
internal sealed record XAnyModel(
    string ModelId, string DisplayName, string BatchProcessingMode, XAnyWidget[] Widgets, XAnyParams Params, string[] Capabilities);

internal sealed record XAnyWidget(string Name, double? Value);

internal sealed record XAnyParams(double? EpsilonFactor);

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

/// <summary>An object's outline.</summary>
internal sealed record XAnyShape(string Label, string ShapeType, double[][] Points, double? Score, int GroupId);

internal sealed record XAnyPrompted(int FrameIndex, XAnyShape[] Masks, int NumObjects);

internal sealed record XAnyFrame(XAnyShape[] Masks);

internal sealed record XAnyMessage(string Message);

internal sealed record XAnyStarted(string Type, int TotalFrames, int StartFrameIndex);

internal sealed record XAnyProgress(string Type, int CurrentFrame, int TotalFrames, double Progress);

internal sealed record XAnyCompleted(string Type, Dictionary<string, XAnyFrame> Results);

internal sealed record XAnyStreamError(string Type, string Message);
