using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LiVOS.Video;

namespace LiVOS.Cli.CommandLine;

/// <summary>The option that says what objects are: <c>--category NAME</c>, or <c>--category ID=NAME</c>.</summary>
internal sealed class CategoryOption
{
    private const int LongestName = 200;

    private readonly Option<Categories?> _categories = new("--category")
    {
        HelpName = "NAME|ID=NAME",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        Description = "What the objects are, for formats that name it: one name for all, by default object, or a name for each id, such as 1=swan 2=duck.",
        CustomParser = Parse,
    };

    /// <summary>Adds the option to <paramref name="command"/>.</summary>
    public void AddTo(Command command) => command.Options.Add(_categories);

    /// <summary>What the objects are.</summary>
    public Categories Of(ParseResult parse) => parse.GetValue(_categories) ?? Categories.Default;

    private static Categories? Parse(ArgumentResult result)
    {
        Dictionary<int, string> ofObjects = [];
        string? others = null;
        foreach (Token token in result.Tokens)
        {
            string[] parts = token.Value.Split('=', 2);
            string name = parts[^1].Trim();
            if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
                result.AddError($"--category is '{token.Value}', but a name has 1 to {LongestName} characters, none of them a control character.");
            else if (parts.Length == 1 && others is not null)
                result.AddError($"--category is '{others}' and '{name}'; give one name for all objects, or each with the id of its object, such as 1={name}.");
            else if (parts.Length == 1)
                others = name;
            else if (!int.TryParse(parts[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id == 0)
                result.AddError($"--category is '{token.Value}', but must be a name, or an object's id and its name, such as 1=swan.");
            else if (!ofObjects.TryAdd(id, name))
                result.AddError($"--category has two names for object {id}, '{ofObjects[id]}' and '{name}'; give one.");
        }
        return result.Errors.Any() ? null : new Categories(ofObjects, others);
    }
}
