using System.Diagnostics;
using System.Globalization;

namespace LiVOS.Cli.Tests;

/// <summary>Does what Kdenlive does with its script for Object Mask: starts it, writes lines, and takes lines and progress as its automaskhelper.cpp reads
/// them.</summary>
internal sealed class KdenliveDriver : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    /// <summary>Starts the script with Kdenlive's arguments.</summary>
    public KdenliveDriver(string frames, string previews, string weights, params string[] more)
    {
        _process = ChildProcess.StartLivosWithInput(
            ["automask", "-I", frames, "-F", "0", "-O", previews, "-M", "/none/sam2.1_hiera_tiny.pt", "-C", "", "-D", "cpu", "--weights", weights, .. more]);
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Asks for a preview, as generateImage does.</summary>
    public void Preview(int frame, string prompts, string look = "--border 0 --color 255,100,100,180") => Write($"preview=-F {frame} {prompts} {look}");

    /// <summary>Writes a line.</summary>
    public void Write(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>The next line of the output; null at its end.</summary>
    public async Task<string?> AnswerAsync() => await _process.StandardOutput.ReadLineAsync();

    /// <summary>Closes the input.</summary>
    public void Close() => _process.StandardInput.Close();

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code, and what was written to the error output.</returns>
    public async Task<(int Code, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _error);
    }

    /// <summary>The numbers that move Kdenlive's bar.</summary>
    public static int[] ProgressIn(string error) =>
    [
        .. error.Split('\n').Where(line => line.Contains("%|")).Select(line => int.Parse(line.Split("%|")[0].Split(' ')[^1], CultureInfo.InvariantCulture)),
    ];

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
