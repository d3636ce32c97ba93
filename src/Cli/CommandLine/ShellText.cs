namespace LiVOS.Cli.CommandLine;

/// <summary>
/// Repairs arguments that a shell left as typed: quotes that only other shells remove, a home folder that was not expanded,
/// separators after a name, a unit that was not quoted together with its number.
/// </summary>
internal static class ShellText
{
    private static readonly char[] s_separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], s_assigning = ['=', ':'];

    /// <summary>Returns the intended arguments.</summary>
    public static string[] Tidy(string[] args)
    {
        List<string> tidy = [];
        foreach (string arg in args)
        {
            if (MemorySize.IsUnit(arg) && tidy is [.., MemoryOption.Name, string number] && MemorySize.IsNumber(number)) tidy[^1] = number + arg;
            // --name= has an empty value, not the next argument.
            else if (IsOption(arg) && arg.IndexOfAny(s_assigning) == arg.Length - 1) tidy.AddRange([arg[..^1], ""]);
            else tidy.Add(TidyOption(arg));
        }

        return [.. tidy];
    }

    /// <summary>Of <c>--name=VALUE</c>, only the value is tidied.</summary>
    private static string TidyOption(string arg)
    {
        int value = IsOption(arg) ? arg.IndexOfAny(s_assigning) + 1 : 0;
        return arg[..value] + TidyValue(arg[value..]);
    }

    private static bool IsOption(string arg) => arg.Length > 2 && arg.StartsWith("--", StringComparison.Ordinal);

    private static string TidyValue(string value)
    {
        if (value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] && !Path.Exists(value)) value = value[1..^1];
        if (OperatingSystem.IsWindows() && value.EndsWith('"')) value = value[..^1]; // of "C:\folder\", where the last quote was taken for a name's
        if ((value == "~" || value.StartsWith("~/", StringComparison.Ordinal)) && !Path.Exists("~"))
            value = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + value[1..];
        string name = value.TrimEnd(s_separators);
        return name.Length > 0 && Path.GetPathRoot(value) != value ? name : value;
    }
}
