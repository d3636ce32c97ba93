using System.CommandLine;
using System.CommandLine.Parsing;

namespace LiVOS.Cli.CommandLine;

/// <summary>Describes the errors of a command line, and suggests corrections.</summary>
internal static class UsageErrors
{
    /// <summary>One sentence for each fault; none for a command line that can be run.</summary>
    public static IReadOnlyList<string> Of(ParseResult parse)
    {
        if (parse.Action is HelpWithExitCodes) return [];
        Command command = parse.CommandResult.Command;
        if (command is RootCommand root && parse.UnmatchedTokens is [string first, ..] && !IsOption(first))
            return [$"There is no command '{first}'.{Suggestions.ForCommand(first, root)}"];
        string[] unknown = [.. UnknownOptions(parse).Distinct()];
        if (unknown.Length > 0)
            return [.. unknown.Select(option => $"{Subject(command, option)} has no option {option}.{Suggestions.ForOption(option, command)}")];
        string[] empty =
        [
            .. Given(parse).Where(given => given.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)) && !MayBeEmpty(given.Symbol))
                .Select(given => given.Name),
        ];
        if (empty.Length > 0) return [.. empty.Select(name => $"{name} is empty; give a value, or leave it out.")]; // an unset shell variable
        if (command is not RootCommand && parse.UnmatchedTokens is [string extra, ..])
            return [$"'{extra}' is one argument too many: {NameOf(command)} takes {Takes(command)}. Put quotes around names with spaces."];
        return [.. parse.Errors.GroupBy(error => error.SymbolResult).SelectMany(Sentences).Distinct()];
    }

    /// <summary>A command as it is typed.</summary>
    public static string NameOf(Command command) => command is RootCommand ? "livos" : $"livos {command.Name}";

    /// <summary>Arguments that look like options. Behind <c>--</c> they are names.</summary>
    private static IEnumerable<string> UnknownOptions(ParseResult parse)
    {
        string[] before = [.. parse.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value)];
        IEnumerable<string> arguments = Given(parse).Where(given => given.Symbol is Argument).SelectMany(given => given.Tokens).Select(token => token.Value);
        return parse.UnmatchedTokens.Concat(arguments).Where(token => IsOption(token) && before.Contains(token)).Select(token => token.Split('=', ':')[0]);
    }

    /// <summary>The options and arguments of a command line, with their tokens.</summary>
    private static IEnumerable<(Symbol Symbol, string Name, IReadOnlyList<Token> Tokens)> Given(ParseResult parse) =>
        from result in parse.CommandResult.Children
        let symbol = SymbolOf(result)
        where symbol is not null
        select (symbol, symbol.Name, result.Tokens);

    private static Symbol? SymbolOf(SymbolResult result) =>
        result switch { OptionResult option => option.Option, ArgumentResult argument => argument.Argument, _ => null };

    /// <summary>Options of which the value may be left out.</summary>
    private static bool MayBeEmpty(Symbol symbol) => symbol is Option { Arity.MinimumNumberOfValues: 0 } option && option.ValueType != typeof(bool);

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-';

    /// <summary>The errors of one option or argument. Those of a validator are more precise than those of the parser.</summary>
    private static IEnumerable<string> Sentences(IGrouping<SymbolResult?, ParseError> errors)
    {
        string[] told = [.. errors.Where(error => !IsOfType(error)).Select(error => error.Message)];
        return told.Length > 0 ? told : errors.Select(error => OfType(error.SymbolResult!));
    }

    /// <summary>The parser names a .NET type, which users do not know.</summary>
    private static bool IsOfType(ParseError error) => error.Message.Contains("System.", StringComparison.Ordinal)
        && error.SymbolResult is OptionResult or ArgumentResult;

    private static string OfType(SymbolResult result)
    {
        string name = SymbolOf(result)?.Name ?? "", value = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
        Type type = SymbolOf(result) switch { Option option => option.ValueType, Argument argument => argument.ValueType, _ => typeof(string) };
        type = Nullable.GetUnderlyingType(type) ?? type;
        string wanted = type == typeof(bool) ? "true or false" : type == typeof(float) || type == typeof(double) ? "a number" : "a whole number";
        return long.TryParse(value, out _) || value.TrimStart('-').All(char.IsAsciiDigit)
            ? $"{name} is {value}, which is out of range."
            : $"{name} is '{value}', but must be {wanted}.";
    }

    /// <summary>Options of a command that stand before its name are the program's, which has none of theirs.</summary>
    private static string Subject(Command command, string option) =>
        command is RootCommand || command.Options.Any(known => known.Name == option) ? "livos, before a command," : NameOf(command);

    private static string Takes(Command command) => command.Arguments.Count == 0
        ? "options only"
        : string.Join(" and ", command.Arguments.Select(argument => argument.Name));
}
