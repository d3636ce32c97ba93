namespace LiVOS.Evaluation.Tests;

/// <summary>Finds folders beside this repository from wherever the tests run.</summary>
static class Repository
{
    /// <summary>The folder <c>shared/...</c> beside the repository; null where there is none.</summary>
    public static string? Shared(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", name);
            if (Directory.Exists(path)) return path;
        }
        return null;
    }
}
