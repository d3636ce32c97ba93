using System.Runtime.CompilerServices;
using LiVOS.Runtime;

namespace LiVOS.Cli.Tests;

internal static class OwnCache
{
    /// <summary>Keeps the tests out of the user's folder of compiled kernels; child processes inherit it.</summary>
    [ModuleInitializer]
    public static void Use() => Environment.SetEnvironmentVariable(CacheFolder.Variable, Path.Combine(AppContext.BaseDirectory, "cache"));
}
