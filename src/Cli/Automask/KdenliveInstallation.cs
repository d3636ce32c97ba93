using LiVOS.Cli.Clicks;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Model.Clicks;

namespace LiVOS.Cli.Automask;

/// <summary>Makes Kdenlive call this program where it would call SAM 2, and undoes that.</summary>
/// <param name="Data">Kdenlive's folder of the user's files; null for the usual one.</param>
/// <param name="DryRun">Only says what would be done.</param>
internal sealed record KdenliveInstallation(string? Data, bool DryRun)
{
    /// <summary>Puts the files there, in place of those of an earlier installation.</summary>
    /// <param name="weights">The weight file, with a click head.</param>
    /// <param name="output">Takes what is done.</param>
    /// <param name="cancellation">Ends the looking.</param>
    /// <exception cref="InputException">Kdenlive's folder is not there, or the weights have no click head.</exception>
    public void Install(string weights, TextWriter output, CancellationToken cancellation)
    {
        string folder = Folder();
        new ClickNetwork(weights, new DeviceChoice(DeviceNames.Auto), ClickSession.UsualSize).RequireHead(cancellation);
        var placed = new PlacedFiles(folder);
        if (placed.IsThere && DryRun)
        {
            Tell(output, ["removes the earlier installation, then puts the same files there anew"]);
            return;
        }
        if (placed.IsThere) placed.Remove(dryRun: false);
        bool hasPython = Directory.Exists(Path.Combine(folder, KdenliveFiles.Python));
        Tell(output, placed.Place([.. KdenliveFiles.Of(Program(), weights, withPython: !hasPython)], DryRun));
        output.WriteLine(
            $"In Kdenlive's settings, Plugins, Object Detection, choose the model '{Path.GetFileNameWithoutExtension(KdenliveFiles.Model)}'; then Object Mask "
            + (hasPython ? "runs this program by the Python that is installed there." : "runs this program, and no Python."));
    }

    /// <summary>Takes the files away.</summary>
    /// <param name="output">Takes what is done.</param>
    /// <exception cref="InputException">There is no installation.</exception>
    public void Uninstall(TextWriter output)
    {
        var placed = new PlacedFiles(Folder());
        if (!placed.IsThere) throw new InputException($"Nothing was installed in '{Folder()}'; --data names another folder of Kdenlive's.");
        Tell(output, placed.Remove(DryRun));
    }

    private string Folder()
    {
        string folder = Data ?? (OperatingSystem.IsLinux()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "kdenlive")
            : throw new InputException("Only Linux's place of Kdenlive's files is known; name the folder with --data (docs/kdenlive.md)."));
        return Directory.Exists(folder)
            ? folder
            : throw new InputException($"There is no folder '{folder}', which Kdenlive makes when it is first started; name another with --data.");
    }

    private void Tell(TextWriter output, IEnumerable<string> done)
    {
        foreach (string each in done) output.WriteLine(DryRun ? $"would do: {each}" : each);
    }

    /// <summary>This program, with the arguments that come first.</summary>
    private static string[] Program()
    {
        string process = Environment.ProcessPath ?? throw new InputException("This program's own file is not known, so Kdenlive cannot be told of it.");
        string library = Path.Combine(AppContext.BaseDirectory, "livos.dll");
        bool isHost = Path.GetFileNameWithoutExtension(process) == "dotnet" && File.Exists(library);
        return isHost ? [process, library, "automask"] : [process, "automask"];
    }
}
