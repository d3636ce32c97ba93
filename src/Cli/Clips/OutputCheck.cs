using LiVOS.Files;
using LiVOS.Media;
using LiVOS.Media.Surveys;

namespace LiVOS.Cli.Clips;

/// <summary>Sees to it that results are not written over what is read, whatever links lead there.</summary>
/// <param name="output">Where results go.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class OutputCheck(OutputFolder output, Problems problems)
{
    /// <summary>Names of results that are looked at where a clip's end is not known.</summary>
    public const int MostNames = 100_000;

    private readonly RealPath[] _targets = [.. output.Folders.Select(RealPath.Of)];

    /// <summary>Refuses folders in which results would lie beside what is read.</summary>
    /// <param name="folders">The folders of the input; what is no folder is passed over.</param>
    /// <returns>Whether there are none.</returns>
    public bool KeepOffFolders(params IEnumerable<string> folders)
    {
        string[] refused = [.. folders.Where(Directory.Exists).Distinct().Where(folder => Array.Exists(_targets, RealPath.Of(folder).IsSameAs))];
        foreach (string folder in refused) Refuse(folder);
        return refused.Length == 0;
    }

    /// <summary>Refuses files that results would replace.</summary>
    /// <param name="files">The files of the input.</param>
    /// <param name="names">The names of the results, without extension.</param>
    public void KeepOffFiles(IEnumerable<string> files, IEnumerable<string> names)
    {
        HashSet<string> results = new(names.Select(OutputFolder.FileName), StringComparer.OrdinalIgnoreCase);
        Dictionary<string, bool> isTarget = [];
        foreach (string file in files)
        {
            string real = new FileInfo(file).LinkTarget is null ? Path.GetFullPath(file) : RealPath.Of(file).Path, folder = Path.GetDirectoryName(real)!;
            if (!isTarget.TryGetValue(folder, out bool found)) isTarget[folder] = found = Array.Exists(_targets, RealPath.Of(folder).IsSameAs);
            if (found && results.Contains(Path.GetFileName(real))) Refuse(file);
        }
    }

    /// <summary>Tells what stays in the folder and is none of the results.</summary>
    /// <param name="names">The names of the results, without extension.</param>
    public IEnumerable<string> Leftovers(IEnumerable<string> names)
    {
        HashSet<string> results = new(names.Select(OutputFolder.FileName), StringComparer.OrdinalIgnoreCase);
        foreach (string folder in output.Folders.Where(Directory.Exists))
        {
            string[] old = [.. Directory.GetFiles(folder, "*.png").Select(file => Path.GetFileName(file)!)
                .Where(name => !name.StartsWith('.') && !results.Contains(name) && name != OutputFolder.ContactSheet).Order(NaturalOrder.Comparer)];
            if (old.Length > 0)
                yield return $"'{folder}' holds {old.Length} PNG{(old.Length == 1 ? "" : "s")} that belong to no frame of this clip, such as '{old[0]}'; "
                    + "they stay as they are.";
        }
    }

    private void Refuse(string input) =>
        problems.Add($"Results in '{output.Path}' would be written over what is read from '{input}'; give another folder for them.");
}
