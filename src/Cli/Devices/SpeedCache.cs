using System.Globalization;
using System.IO.Hashing;
using System.Text;
using LiVOS.Files;
using LiVOS.Media;
using LiVOS.Runtime;

namespace LiVOS.Cli.Devices;

/// <summary>
/// Caches the speeds of this machine's devices until the machine, a driver or the program changes. If the file cannot be read or written,
/// they are measured again.
/// </summary>
internal sealed class SpeedCache
{
    private readonly string[] _names;
    private readonly string? _path;

    /// <summary>Looks for the speeds of these devices.</summary>
    public SpeedCache(IReadOnlyList<DeviceInfo> devices, Schedule? schedule)
    {
        _names = [.. devices.Select(device => device.Name)];
        string machine = string.Join(
            '\0',
            [
                Environment.MachineName, $"{schedule}", $"{typeof(SpeedCache).Assembly.GetName().Version}", .. devices.Select(device => device.Identity),
            ]);
        if (CacheFolder.Usual is string folder)
            _path = Path.Combine(folder, "speeds", $"{XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(machine)):x32}.txt");
    }

    /// <summary>Reads the time of the speed test on each device, from lines of name and seconds.</summary>
    /// <returns>Whether the times of all devices are known.</returns>
    public bool TryRead(out Dictionary<string, double> seconds)
    {
        seconds = [];
        try
        {
            if (_path is null || FileStatus.Of(_path).Kind != FileKind.Regular) return false;
            foreach (string[] words in File.ReadLines(_path).Select(line => line.Split(' ')))
            {
                if (words.Length == 2 && double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double time) && time > 0)
                    seconds[words[0]] = time;
            }

            return _names.All(seconds.ContainsKey);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes the times.</summary>
    public void Write(Dictionary<string, double> seconds)
    {
        if (_path is null) return;
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(_path)!);
            string lines = string.Concat(seconds.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:R}\n")));
            AtomicFile.Write(_path, stream => stream.Write(Encoding.UTF8.GetBytes(lines)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or MediaException)
        {
            // It will be measured again.
        }
    }
}
