namespace LiVOS.Cli.Automask;

/// <summary>The files by which Kdenlive calls this program instead of SAM 2. Nothing of Kdenlive's is in them.</summary>
internal static class KdenliveFiles
{
    /// <summary>The script that Kdenlive runs, in the user's folder, where it is found before Kdenlive's own.</summary>
    public const string Script = "scripts/automask/sam-objectmask.py";

    /// <summary>The weights, in the list of models of Kdenlive's settings.</summary>
    public const string Model = "sam2models/livos.pt";

    /// <summary>The folder of the Python that Kdenlive installs for SAM 2.</summary>
    public const string Python = "venv-sam";

    private const string Note = "# Written by 'livos automask --install'; 'livos automask --uninstall' removes it.";

    /// <summary>The files.</summary>
    /// <param name="program">The program, with arguments that come first.</param>
    /// <param name="weights">The weight file.</param>
    /// <param name="withPython">Whether a stand-in for Kdenlive's Python is wanted, because there is none.</param>
    public static IEnumerable<PlacedFile> Of(IReadOnlyList<string> program, string weights, bool withPython)
    {
        yield return PlacedFile.OfText(Script, ScriptText(program));
        yield return new PlacedFile(Model, File.ReadAllBytes(weights), IsProgram: false);
        if (!withPython) yield break;
        yield return PlacedFile.OfText($"{Python}/bin/python3", PythonText(program), isProgram: true);
        yield return PlacedFile.OfText($"{Python}/bin/pip3", PipText, isProgram: true);
    }

    /// <summary>A program of Python that becomes this one.</summary>
    private static string ScriptText(IReadOnlyList<string> program) =>
        $"""
        #!/usr/bin/env python3
        {Note}
        import os
        import sys

        command = [{string.Join(", ", program.Select(PythonString))}]
        os.execv(command[0], command + sys.argv[1:])

        """;

    /// <summary>What Kdenlive asks of its Python: to run the script, to list packages, and to list devices.</summary>
    private static string PythonText(IReadOnlyList<string> program) =>
        $"""
        #!/bin/sh
        {Note}
        # It stands in for the Python of SAM 2, which LiVOS does not need.
        script=$1
        [ $# -gt 0 ] && shift
        case "$script" in
            */sam-objectmask.py) exec {string.Join(' ', program.Select(ShellString))} "$@" ;;
            */checkgpu.py) echo 'auto#LiVOS: the fastest device'; echo cpu ;;
            */checkpackages.py)
                case "$1" in
                    --check) ;;
                    --details) echo 'sam-2==livos'; echo 'opencv-python==livos' ;;
                    *) echo 'LiVOS stands in for SAM 2: there is nothing to install.' ;;
                esac ;;
            *) echo "This is LiVOS's stand-in for the Python of SAM 2; it does not run '$script'. 'livos automask --uninstall' removes it." >&2; exit 1 ;;
        esac

        """;

    private static string PipText =>
        $"""
        #!/bin/sh
        {Note}
        echo 'LiVOS stands in for SAM 2: there is nothing to install.'

        """;

    private static string PythonString(string text) => $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";

    private static string ShellString(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
