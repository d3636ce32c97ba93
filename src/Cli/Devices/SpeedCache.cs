using System.Globalization;
using System.IO.Hashing;
using System.Text;
using LiVOS.Files;
using LiVOS.Media;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Cli.Devices;

/// <summary>
/// The speeds of this machine's devices, kept from one start to the next for as long as machine, drivers and program stay the same.
/// A file that cannot be read or written only means measuring again.
/// </summary>
sealed class SpeedCache
{
    readonly string[] names;
    readonly string? path;

    /// <summary>Looks for the memory of these devices and the device cpu.</summary>
    public SpeedCache(IReadOnlyList<OpenClDeviceInfo> devices, Schedule? schedule)
    {
        names = [ComputeDevices.Cpu, .. devices.Select(device => device.Name)];
        string machine = string.Join(
            '\0',
            [
                Environment.MachineName, $"{Environment.ProcessorCount} {CpuDevice.WidestVector} {schedule}",
                $"{typeof(SpeedCache).Assembly.GetName().Version}",
                .. devices.Select(device => $"{device.Name} {device.ProductName} {device.Platform} {device.PlatformVersion} {device.DriverVersion}"),
            ]);
        if (CacheFolder.Usual is string folder)
            path = Path.Combine(folder, "speeds", $"{XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(machine)):x32}.txt");
    }

    /// <summary>The time of the speed test on each device, where it is known for all: lines of name and seconds.</summary>
    public bool TryRead(out Dictionary<string, double> seconds)
    {
        seconds = [];
        try
        {
            if (path is null || FileStatus.Of(path).Kind != FileKind.Regular) return false;
            foreach (string[] words in File.ReadLines(path).Select(line => line.Split(' ')))
            {
                if (words.Length == 2 && double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double time) && time > 0)
                    seconds[words[0]] = time;
            }

            return names.All(seconds.ContainsKey);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Keeps times.</summary>
    public void Write(Dictionary<string, double> seconds)
    {
        if (path is null) return;
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
            string lines = string.Concat(seconds.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:R}\n")));
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(lines)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or MediaException)
        {
            // It will be measured again.
        }
    }
}
