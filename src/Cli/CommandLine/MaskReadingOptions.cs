using System.CommandLine;
using LiVOS.Media.Surveys;

namespace LiVOS.Cli.CommandLine;

/// <summary>The options that say how given masks are read.</summary>
internal sealed class MaskReadingOptions
{
    private const int LargestId = 0xFFFFFF;

    private readonly Option<int?> _threshold = Options.InRange(1, 255, new Option<int?>("--mask-threshold")
    {
        HelpName = "LEVEL",
        Description = "Masks are pictures of one object: all pixels of this brightness (1 to 255) and above, such as 128. For masks with smooth edges.",
    });

    private readonly Option<bool> _fromAlpha = new("--mask-from-alpha")
    {
        Description = "Masks are cut-outs of one object: opaque pixels are the object.",
    };

    private readonly Option<int?> _id = Options.InRange(1, LargestId, new Option<int?>("--mask-id")
    {
        HelpName = "ID",
        Description = "The id of the one object that --mask-threshold or --mask-from-alpha gives; by default 1.",
    });

    private readonly Option<int?> _background = Options.InRange(0, LargestId, new Option<int?>("--background")
    {
        HelpName = "ID",
        Description = "The id of the background in the masks, if it is not 0; their pixels of id 0 become an object of this id.",
    });

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public MaskReadingOptions(Command command)
    {
        command.Options.Add(_threshold);
        command.Options.Add(_fromAlpha);
        command.Options.Add(_id);
        command.Options.Add(_background);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_id) is not null && result.GetResult(_threshold) is null && result.GetResult(_fromAlpha) is null)
                result.AddError("--mask-id names the object that --mask-threshold or --mask-from-alpha gives; give one of these too.");
        });
    }

    /// <summary>The values on the command line.</summary>
    public MaskOptions Of(ParseResult parse) => new()
    {
        Threshold = parse.GetValue(_threshold),
        FromAlpha = parse.GetValue(_fromAlpha),
        Id = parse.GetValue(_id) ?? 1,
        Background = parse.GetValue(_background),
    };
}
