using System.CommandLine;
using System.Globalization;
using System.Numerics;
using LiVOS.Cli.Files;

namespace LiVOS.Cli.CommandLine;

/// <summary>Options that several commands take.</summary>
internal static class Options
{
    /// <summary>The most threads: many more than processors only wait for each other.</summary>
    private static readonly int s_mostThreads = Math.Max(1024, Environment.ProcessorCount);

    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON, and nothing else, on the standard output." };

    public static Option<bool> Profile() => new("--profile") { Description = "Show the time of each kernel and of each stage of the network." };

    public static Option<int?> Threads() => InRange(1, s_mostThreads, new Option<int?>("--threads")
    {
        HelpName = "N",
        Description = "The number of threads; by default one per processor.",
    });

    /// <summary>The option <c>--size</c>, which is 480 by default.</summary>
    public static Option<FrameSide> Size() => new("--size")
    {
        HelpName = $"PIXELS|{FrameSide.Native}",
        Description = "The shorter side of frames as the network sees them: smaller frames are enlarged, larger ones reduced. "
            + $"'{FrameSide.Native}' takes the frames' own size. Masks always have the frames' own size.",
        DefaultValueFactory = _ => new FrameSide(480),
        CustomParser = result => ParseSide(result) ?? default,
    };

    /// <summary>The option <c>--size</c>, which is null by default.</summary>
    public static Option<FrameSide?> SizeOr(string byDefault) => new("--size")
    {
        HelpName = $"PIXELS|{FrameSide.Native}",
        Description = $"The shorter side of frames as the network sees them, or '{FrameSide.Native}' for their own; by default {byDefault}.",
        CustomParser = ParseSide,
    };

    /// <summary>The option <c>--weights</c>; null means <see cref="BundledFiles.Weights"/>.</summary>
    public static Option<string?> Weights() => new("--weights")
    {
        HelpName = "FILE",
        Description = "The network's weights: safetensors, or a PyTorch checkpoint. By default the small model that comes with the program.",
    };

    /// <summary>The option <c>--report</c>.</summary>
    /// <param name="content">What the page shows.</param>
    public static Option<string?> HtmlReport(string content = "scores, plots and pictures") => new("--report")
    {
        HelpName = "FILE",
        Description = $"Also write an HTML page with {content}, all in one file.",
    };

    /// <summary>Rejects numbers below <paramref name="least"/>.</summary>
    public static Option<T> AtLeast<T>(long least, Option<T> option) => InRange(least, long.MaxValue, option);

    /// <summary>Rejects numbers outside a range.</summary>
    public static Option<T> InRange<T>(long least, long most, Option<T> option)
    {
        option.Validators.Add(result =>
        {
            // A token that is not a number has its own complaint.
            if (result.Tokens.Count != 1
                || !BigInteger.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number)) return;
            if (number < least) result.AddError($"{option.Name} is {number}, but must be at least {least}.");
            if (number > most) result.AddError($"{option.Name} is {number}, but must be at most {most}.");
        });
        return option;
    }

    /// <summary>Accepts one of a few values, in any letter case.</summary>
    public static Option<T> OneOf<T>(this Option<T> option, params IReadOnlyList<string> values) where T : class?
    {
        option.HelpName ??= string.Join('|', values);
        option.CompletionSources.Add([.. values]);
        option.CustomParser = result =>
        {
            string typed = result.Tokens[0].Value.Trim();
            string? value = values.FirstOrDefault(value => value.Equals(typed, StringComparison.OrdinalIgnoreCase));
            if (value is null)
                result.AddError($"{option.Name} is '{typed}', but must be one of {string.Join(", ", values)}.{Suggestions.ForValue(typed, values)}");
            return (T)(object?)value!;
        };
        return option;
    }

    private static FrameSide? ParseSide(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (FrameSide.Parse(result.Tokens[0].Value, out FrameSide side) is not string fault) return side;
        result.AddError($"--size: {fault}");
        return null;
    }
}
