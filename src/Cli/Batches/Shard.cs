using System.Globalization;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Batches;

/// <summary>One of several equal parts of a list of clips: every N-th of them.</summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Count">How many parts there are.</param>
internal sealed record Shard(int Number, int Count)
{
    private const string TaskId = "SLURM_ARRAY_TASK_ID", TaskCount = "SLURM_ARRAY_TASK_COUNT", TaskMin = "SLURM_ARRAY_TASK_MIN",
        TaskStep = "SLURM_ARRAY_TASK_STEP", CompletionIndex = "JOB_COMPLETION_INDEX";

    /// <summary>The whole list.</summary>
    public static Shard All { get; } = new(1, 1);

    /// <summary>The variable that told it; null where it was typed, or nothing told it.</summary>
    public string? Source { get; private init; }

    /// <summary>Whether it is the whole list.</summary>
    public bool IsAll => Count == 1;

    /// <summary>Reads <c>I/N</c>; null where the text is no such thing.</summary>
    public static Shard? Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && TryCount(parts[0], out int number) && TryCount(parts[1], out int count) && number <= count
            ? new Shard(number, count) : null;
    }

    /// <summary>The part that a cluster's variables name: those of a Slurm array, or of a Kubernetes Indexed Job.</summary>
    /// <param name="variable">Gives a variable's value; null where there is none.</param>
    /// <param name="count">How many parts there are; null for as many as Slurm has tasks.</param>
    /// <exception cref="InputException">The variables do not name one of so many.</exception>
    public static Shard OfEnvironment(Func<string, string?> variable, int? count)
    {
        if (variable(TaskId) is not null) return OfSlurm(variable, count);
        if (variable(CompletionIndex) is string index)
            return Of(CompletionIndex, NumberOf(CompletionIndex, index), count ?? throw new InputException(
                $"{CompletionIndex} is {index}, but nothing says how many pods there are; give --shards N with the job's completions, "
                + "or --shard 1/1 for all clips."));
        return count is null or 1 ? All : throw new InputException(
            $"--shards is {count}, but neither {TaskId} nor {CompletionIndex} says which of them this is; give --shard I/{count}.");
    }

    /// <summary>The part of a list.</summary>
    public IEnumerable<T> Of<T>(IEnumerable<T> all) => all.Where((_, i) => i % Count == Number - 1);

    /// <summary>Tells of a part that was not typed.</summary>
    public void Tell(TextWriter error)
    {
        if (Source is not null && !IsAll) error.WriteLine($"Part {this} of the clips, as {Source} says; --shard 1/1 takes all.");
    }

    /// <summary>As it is typed.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    private static Shard OfSlurm(Func<string, string?> variable, int? count)
    {
        int tasks = Value(TaskCount, "1"), first = Value(TaskMin, "0"), step = Math.Max(1, Value(TaskStep, "1")), id = Value(TaskId, "0");
        int index = (id - first) / step;
        if (index >= tasks || (id - first) % step != 0)
            throw new InputException($"{TaskId} is {id} of an array of {tasks} tasks from {first} on, so its place in the array is not known; "
                + "give --array=0-N without gaps, or --shard I/N.");
        return Of(TaskId, index, count ?? tasks);

        int Value(string name, string otherwise) => NumberOf(name, variable(name) ?? otherwise);
    }

    private static Shard Of(string source, int index, int count) => index < count
        ? new Shard(index + 1, count) { Source = source }
        : throw new InputException($"{source} names part {index + 1} of {count}; there are more tasks than --shards says.");

    private static int NumberOf(string name, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number : throw new InputException($"{name} is '{text}', which is no number; give --shard I/N.");

    private static bool TryCount(string text, out int count) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= 1;
}
