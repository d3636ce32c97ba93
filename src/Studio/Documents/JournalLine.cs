using System.Text.Json.Serialization;

namespace LiVOS.Studio.Documents;

/// <summary>A line of a journal: an action begins, something is changed by it, or the last action is undone or done again.</summary>
/// <param name="Action">The name of the action that begins.</param>
/// <param name="Change">What is changed.</param>
/// <param name="Step"><see cref="Undo"/> or <see cref="Redo"/>.</param>
internal sealed record JournalLine(string? Action = null, Change? Change = null, string? Step = null)
{
    public const string Undo = "undo", Redo = "redo";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalLine))]
[JsonSerializable(typeof(ProjectFacts))]
internal sealed partial class DocumentJson : JsonSerializerContext;
