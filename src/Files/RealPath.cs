namespace LiVOS.Files;

/// <summary>
/// Where a path really leads: whole, with every link on the way followed. What does not exist yet is where its nearest existing folder
/// leads. So two names of one file or folder can be told, before one of them is written over.
/// </summary>
internal sealed class RealPath
{
    /// <summary>As many links as Linux follows.</summary>
    private const int MostLinks = 40;

    private static readonly StringComparison s_comparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly FileStatus _status;

    private RealPath(string path, FileStatus status) => (Path, _status) = (path, status);

    /// <summary>The whole path without links; a folder has no separator at its end, unless it is a root.</summary>
    public string Path { get; }

    /// <summary>Follows a path.</summary>
    /// <param name="path">The path of a file or a folder, which need not exist.</param>
    /// <exception cref="IOException">The path is empty or impossible, or its links go round in a circle; the message is for the user.</exception>
    public static RealPath Of(string path)
    {
        if (path.Length == 0) throw new IOException("A file's or folder's name is empty; give one.");
        if (path.Contains('\0')) throw new IOException($"'{path.Replace("\0", "\\0")}' cannot be a path, because it holds a zero; give another name.");
        return new RealPath(Follow(System.IO.Path.GetFullPath(path), path), FileStatus.Of(path));
    }

    /// <summary>Whether two paths are the same file or folder; hard links of a file are (where the system tells: Linux).</summary>
    public static bool AreSame(string one, string other) => Of(one).IsSameAs(Of(other));

    /// <summary>Whether a path is a folder, or lies within it however deep.</summary>
    public static bool IsWithin(string path, string folder) => Of(path).IsWithin(Of(folder));

    /// <summary>Whether both are the same file or folder; hard links of a file are (where the system tells: Linux).</summary>
    public bool IsSameAs(RealPath other) => Path.Equals(other.Path, s_comparison) || _status.HasIdentity && _status == other._status;

    /// <summary>Whether this is that folder, or lies within it however deep.</summary>
    public bool IsWithin(RealPath folder)
    {
        if (IsSameAs(folder)) return true;
        for (string? at = System.IO.Path.GetDirectoryName(Path); at is not null; at = System.IO.Path.GetDirectoryName(at))
            if (new RealPath(at, FileStatus.Of(at)).IsSameAs(folder)) return true;
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Goes from name to name; a link's target takes the link's place in what is still to go.</summary>
    private static string Follow(string full, string asked)
    {
        string at = System.IO.Path.GetPathRoot(full)!;
        var ahead = new Stack<string>();
        Push(ahead, full[at.Length..]);
        for (int links = 0; ahead.TryPop(out string? name);)
        {
            if (name is "" or ".") continue;
            if (name == "..")
            {
                at = System.IO.Path.GetDirectoryName(at) ?? at;
                continue;
            }
            string next = System.IO.Path.Join(at, name);
            if (new FileInfo(next).LinkTarget is not { Length: > 0 } target)
            {
                at = next;
                continue;
            }
            if (++links > MostLinks)
                throw new IOException($"'{asked}' leads through links that go round in a circle, or through more than {MostLinks}; give the path itself.");
            string root = System.IO.Path.GetPathRoot(target) ?? "";
            if (root.Length > 0) at = System.IO.Path.GetFullPath(root);
            Push(ahead, target[root.Length..]);
        }
        return at;
    }

    private static void Push(Stack<string> ahead, string path)
    {
        string[] names = path.Split(System.IO.Path.DirectorySeparatorChar, System.IO.Path.AltDirectorySeparatorChar);
        for (int i = names.Length - 1; i >= 0; i--) ahead.Push(names[i]);
    }
}
