using System.CommandLine;

namespace LiVOS.Cli;

/// <summary>Options that several commands take.</summary>
static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON, and nothing else, on the standard output." };

    public static Option<bool> Profile() => new("--profile") { Description = "Tell the time of each kernel and of each stage of the network." };

    public static Option<int?> Threads() => AtLeast(1, new Option<int?>("--threads")
    {
        HelpName = "N",
        Description = "Threads that compute; by default one for each processor.",
    });

    public static Option<int> Size() => AtLeast(1, new Option<int>("--size")
    {
        HelpName = "PIXELS",
        Description = "The shorter side of frames as the network sees them; masks are written at the frames' own size.",
        DefaultValueFactory = _ => 480,
    });

    /// <summary>Where it is not given: <see cref="BundledFiles.Weights"/>.</summary>
    public static Option<string?> Weights() => new("--weights")
    {
        HelpName = "FILE",
        Description = "The network's weights: safetensors, or a PyTorch checkpoint. By default the small model that comes with the program.",
    };

    public static Option<string?> HtmlReport() => new("--report")
    {
        HelpName = "FILE",
        Description = "Also write an HTML page with scores, plots and pictures, which needs nothing beside it.",
    };

    /// <summary>Refuses numbers below <paramref name="least"/>.</summary>
    public static Option<T> AtLeast<T>(long least, Option<T> option)
    {
        option.Validators.Add(result =>
        {
            // A token that is no number has its own complaint.
            if (result.Tokens.Count == 1 && long.TryParse(result.Tokens[0].Value, out long number) && number < least)
                result.AddError($"{option.Name} is {number}, but must be at least {least}.");
        });
        return option;
    }
}
