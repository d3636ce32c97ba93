using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace LiVOS.Runtime;

/// <summary>Finds the drivers' libraries at run time and resolves this assembly's <c>[LibraryImport]</c> functions to them.</summary>
internal static class NativeLibraries
{
    private static readonly ConcurrentDictionary<string, nint> s_found = [];

    static NativeLibraries() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, static (wanted, _, _) => s_found.GetValueOrDefault(wanted)); // 0: as usual

    /// <summary>Loads a library, unless it is loaded already.</summary>
    /// <param name="library">Its name in the imports.</param>
    /// <param name="names">Candidate file names; the first that exists is used.</param>
    /// <returns>Whether one of them exists.</returns>
    public static bool TryLoad(string library, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            // Of the system's folders and the program's own: never the current folder, nor what PATH names.
            if (!NativeLibrary.TryLoad(name, typeof(NativeLibraries).Assembly, DllImportSearchPath.SafeDirectories, out nint handle)) continue;
            s_found.TryAdd(library, handle);
            return true;
        }

        return false;
    }
}
