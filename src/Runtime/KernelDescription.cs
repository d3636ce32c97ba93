namespace LiVOS.Runtime;

/// <summary>A kernel in its forms, for people who read or tune it. The kernel compiler writes one for every kernel.</summary>
/// <param name="name">The kernel's name, with its class.</param>
/// <param name="file">The C# file that it stands in, without the folder.</param>
/// <param name="isOverItems">Whether it runs once per item, rather than once per item of each group.</param>
/// <param name="hasVectors">Whether it is written over vectors.</param>
/// <param name="needsTensorCores">Whether it uses tensor cores or asynchronous copies.</param>
public abstract class KernelDescription(string name, string file, bool isOverItems, bool hasVectors, bool needsTensorCores)
{
    /// <summary>The kernel's name, with its class.</summary>
    public string Name { get; } = name;

    /// <summary>The C# file that it stands in, without the folder.</summary>
    public string File { get; } = file;

    /// <summary>Whether it runs once per item, rather than once per item of each group.</summary>
    public bool IsOverItems { get; } = isOverItems;

    /// <summary>Whether it is written over vectors: it has a text for each width.</summary>
    public bool HasVectors { get; } = hasVectors;

    /// <summary>Whether it uses tensor cores or asynchronous copies: it runs on devices that have them (<see cref="Device.HasTensorCores"/>), and
    /// has no OpenCL C.</summary>
    public bool NeedsTensorCores { get; } = needsTensorCores;

    /// <summary>The C# method with its comment (UTF-8). What it calls stands elsewhere.</summary>
    public abstract ReadOnlySpan<byte> CSharp { get; }

    /// <summary>The kernel in OpenCL C (UTF-8), with all that it calls; empty where it <see cref="NeedsTensorCores"/>.</summary>
    /// <param name="width">The lanes of a vector: 16, 8, 4 or 1; of no account for a kernel without vectors.</param>
    public abstract ReadOnlySpan<byte> OpenClC(int width);

    /// <summary>The kernel in PTX (UTF-8), with all that it calls.</summary>
    /// <param name="width">The lanes of a vector: 4 or 1, others have no text; of no account for a kernel without vectors.</param>
    public abstract ReadOnlySpan<byte> Ptx(int width);
}
