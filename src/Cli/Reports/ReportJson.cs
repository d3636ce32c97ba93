using System.Text.Json.Serialization;
using LiVOS.Cli.Automask;
using LiVOS.Cli.Batches;
using LiVOS.Cli.Clicks;
using LiVOS.Cli.Clips;
using LiVOS.Cli.Commands;
using LiVOS.Cli.DataSets;
using LiVOS.Cli.Downloads;
using LiVOS.Cli.Scores;

namespace LiVOS.Cli.Reports;

/// <summary>The commands' results as JSON. A difference may be NaN, which JSON has as a string.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true)]
[JsonSerializable(typeof(ClipReport))]
[JsonSerializable(typeof(ClickReport))]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(DevicesReport))]
[JsonSerializable(typeof(KernelReport))]
[JsonSerializable(typeof(KernelsReport))]
[JsonSerializable(typeof(SuggestReport))]
[JsonSerializable(typeof(ScoreReport))]
[JsonSerializable(typeof(EvalReport))]
[JsonSerializable(typeof(EvalSettings))]
[JsonSerializable(typeof(ClipRecord))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(Placement))]
[JsonSerializable(typeof(DownloadReport))]
[JsonSerializable(typeof(PartialRecord))]
[JsonSerializable(typeof(IReadOnlyList<PublishedFile>))]
[JsonSerializable(typeof(MergedScores))]
[JsonSerializable(typeof(PartOfScores))]
[JsonSerializable(typeof(ClipListReport))]
[JsonSerializable(typeof(DoneMark))]
internal sealed partial class ReportJson : JsonSerializerContext;
