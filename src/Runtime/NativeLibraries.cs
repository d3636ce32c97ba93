using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace LiVOS.Runtime;

/// <summary>The drivers' libraries, found at run time: <c>[LibraryImport]</c> functions of this assembly go to those that were found.</summary>
internal static class NativeLibraries
{
    private static readonly ConcurrentDictionary<string, nint> Found = [];

    static NativeLibraries() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, static (wanted, _, _) => Found.GetValueOrDefault(wanted)); // 0: as usual

    /// <summary>Looks for a library; the first that was found stays.</summary>
    /// <param name="library">What its imports call it.</param>
    /// <param name="names">The names of its file, of which the first that there is counts.</param>
    /// <returns>Whether there is one of these names.</returns>
    public static bool TryLoad(string library, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (!NativeLibrary.TryLoad(name, out nint handle)) continue;
            Found.TryAdd(library, handle);
            return true;
        }

        return false;
    }
}
