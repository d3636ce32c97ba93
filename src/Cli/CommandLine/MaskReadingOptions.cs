using System.CommandLine;
using LiVOS.Media.Surveys;

namespace LiVOS.Cli.CommandLine;

/// <summary>The options that say how given masks are read.</summary>
sealed class MaskReadingOptions
{
    const int LargestId = 0xFFFFFF;

    readonly Option<int?> threshold = Options.InRange(1, 255, new Option<int?>("--mask-threshold")
    {
        HelpName = "LEVEL",
        Description = "Masks are pictures of one object: all pixels of this brightness (1 to 255) and above, such as 128. For masks with smooth edges.",
    });

    readonly Option<bool> fromAlpha = new("--mask-from-alpha")
    {
        Description = "Masks are cut-outs of one object: opaque pixels are the object.",
    };

    readonly Option<int?> id = Options.InRange(1, LargestId, new Option<int?>("--mask-id")
    {
        HelpName = "ID",
        Description = "The id of the one object that --mask-threshold or --mask-from-alpha gives; by default 1.",
    });

    readonly Option<int?> background = Options.InRange(0, LargestId, new Option<int?>("--background")
    {
        HelpName = "ID",
        Description = "The id of the background in the masks, if it is not 0; their pixels of id 0 become an object of this id.",
    });

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public MaskReadingOptions(Command command)
    {
        command.Options.Add(threshold);
        command.Options.Add(fromAlpha);
        command.Options.Add(id);
        command.Options.Add(background);
        command.Validators.Add(result =>
        {
            if (result.GetResult(id) is not null && result.GetResult(threshold) is null && result.GetResult(fromAlpha) is null)
                result.AddError("--mask-id names the object that --mask-threshold or --mask-from-alpha gives; give one of these too.");
        });
    }

    /// <summary>The values on the command line.</summary>
    public MaskOptions Of(ParseResult parse) => new()
    {
        Threshold = parse.GetValue(threshold),
        FromAlpha = parse.GetValue(fromAlpha),
        Id = parse.GetValue(id) ?? 1,
        Background = parse.GetValue(background),
    };
}
