namespace LiVOS.Files;

/// <summary>The kind of file at a path, with all links followed.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or nothing that this user may see.</summary>
    Missing,

    /// <summary>An ordinary file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe: named, or of a shell's <c>&lt;(...)</c>.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device, such as <c>/dev/zero</c>.</summary>
    Device,
}
