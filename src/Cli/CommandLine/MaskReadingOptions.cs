using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LiVOS.Media.Surveys;

namespace LiVOS.Cli.CommandLine;

/// <summary>The options that say how given masks are read.</summary>
internal sealed class MaskReadingOptions
{
    private const int LargestId = IdMap.LargestId;

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

    private readonly Option<IdMap?> _map = new("--id-map")
    {
        HelpName = "ID=ID,...",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        Description = "Which ids in the masks become which in the results, such as 3=1,7=2; ID=0 leaves an object out. All others stay.",
        CustomParser = ParseMap,
    };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public MaskReadingOptions(Command command)
    {
        command.Options.Add(_threshold);
        command.Options.Add(_fromAlpha);
        command.Options.Add(_id);
        command.Options.Add(_background);
        command.Options.Add(_map);
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
        Ids = parse.GetValue(_map) ?? IdMap.None,
    };

    private static IdMap? ParseMap(ArgumentResult result)
    {
        Dictionary<int, int> map = [];
        foreach (string pair in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            string[] parts = pair.Split('=');
            if (parts.Length != 2 || Id(parts[0]) is not int from || Id(parts[1]) is not int to)
                result.AddError($"--id-map is '{pair}', but must be an id in the masks and one in the results, 0 to {LargestId}, such as 3=1.");
            else if (!map.TryAdd(from, to))
                result.AddError($"--id-map gives id {from} twice, as {map[from]} and as {to}; give it once.");
        }
        return result.Errors.Any() ? null : new IdMap(map);
    }

    private static int? Id(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id <= LargestId ? id : null;
}
