using System.Diagnostics;

namespace LiVOS.Video.Ffmpeg;

/// <summary>A run of <c>ffmpeg</c> or <c>ffprobe</c>. Its arguments go to it as they are: no shell reads them.</summary>
internal sealed class FfmpegProcess : IAsyncDisposable
{
    private const int MostErrors = 20;

    private readonly Process _process;
    private readonly List<string> _errors = [];
    private readonly Task _readingErrors;

    private FfmpegProcess(Process process)
    {
        _process = process;
        _readingErrors = ReadErrorsAsync();
    }

    /// <summary>What it writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it reads, if that was asked for.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>The first lines of its complaints, once it has ended.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Whether an exit code says that a signal stopped it.</summary>
    public static bool IsSignal(int code) => code is 255 or 128 + 2 or 128 + 15;

    /// <summary>Starts it.</summary>
    /// <param name="program">Its full path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="withInput">Whether <see cref="Input"/> is read; else it has this program's own standard input.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static FfmpegProcess Start(string program, IEnumerable<string> arguments, bool withInput = false)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = withInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return new FfmpegProcess(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new IOException($"'{program}' cannot be started ({error.Message})", error);
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        await _readingErrors;
        return _process.ExitCode;
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Ends it, if it has not ended, and waits for that.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await WaitAsync();
        _process.Dispose();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is string line)
            if (line.Trim() is { Length: > 0 } said && _errors.Count < MostErrors)
                _errors.Add(said);
    }
}
