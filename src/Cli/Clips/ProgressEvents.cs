using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiVOS.Cli.Clips;

/// <summary>Progress for programs: a line of JSON for each event.</summary>
/// <param name="writer">Where to.</param>
/// <param name="frames">How many frames there are; null where only the end tells.</param>
internal sealed class ProgressEvents(TextWriter writer, int? frames)
{
    private readonly long _begun = Stopwatch.GetTimestamp();

    /// <summary>The run begins, and may warn of something.</summary>
    public void Start(ClipPlan plan)
    {
        Write(new ProgressEvent("started") { N = frames, Width = plan.Width, Height = plan.Height, Objects = plan.ObjectIds });
        foreach (string warning in plan.Warnings) Write(new ProgressEvent("warning") { Message = warning });
    }

    /// <summary>A frame is done.</summary>
    /// <param name="done">How many are.</param>
    public void Frame(int done)
    {
        double perSecond = done / Stopwatch.GetElapsedTime(_begun).TotalSeconds;
        double? left = frames is int all ? Math.Round((all - done) / perSecond, 1) : null;
        Write(new ProgressEvent("frame") { I = done, N = frames, Fps = Math.Round(perSecond, 2), EtaS = left });
    }

    /// <summary>The run is over.</summary>
    public void End(int done) =>
        Write(new ProgressEvent("done") { I = done, N = frames, Seconds = Math.Round(Stopwatch.GetElapsedTime(_begun).TotalSeconds, 3) });

    private void Write(ProgressEvent progress)
    {
        writer.WriteLine(JsonSerializer.Serialize(progress, ProgressJson.Default.ProgressEvent));
        writer.Flush();
    }
}

/// <summary>An event; what does not belong to its kind is left out.</summary>
/// <param name="Event">Its kind: <c>started</c>, <c>warning</c>, <c>frame</c> or <c>done</c>.</param>
internal sealed record ProgressEvent(string Event)
{
    public int? I { get; init; }

    public int? N { get; init; }

    public double? Fps { get; init; }

    public double? EtaS { get; init; }

    public double? Seconds { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public IReadOnlyList<int>? Objects { get; init; }

    public string? Message { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProgressEvent))]
internal sealed partial class ProgressJson : JsonSerializerContext;
