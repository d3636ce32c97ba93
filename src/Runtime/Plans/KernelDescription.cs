namespace LiVOS.Runtime;

/// <summary>A kernel as C#, OpenCL C and PTX. The kernel compiler generates one for each kernel.</summary>
/// <param name="name">The kernel's name, with its class.</param>
/// <param name="file">The name of its C# file, without the folder.</param>
/// <param name="isOverItems">Whether the kernel is implicitly grouped.</param>
/// <param name="hasVectors">Whether it uses vectors.</param>
/// <param name="needsTensorCores">Whether it uses tensor cores or asynchronous copies.</param>
/// <param name="takesHalves">Whether it takes tensors that memory holds as halves.</param>
public abstract class KernelDescription(string name, string file, bool isOverItems, bool hasVectors, bool needsTensorCores, bool takesHalves)
{
    /// <summary>The kernel's name, with its class.</summary>
    public string Name { get; } = name;

    /// <summary>The name of its C# file, without the folder.</summary>
    public string File { get; } = file;

    /// <summary>Whether the kernel is implicitly grouped.</summary>
    public bool IsOverItems { get; } = isOverItems;

    /// <summary>Whether it uses vectors; it then has a text for each width.</summary>
    public bool HasVectors { get; } = hasVectors;

    /// <summary>Whether it uses tensor cores or asynchronous copies: it then needs a device with
    /// <see cref="Device.HasTensorCores"/> and has no OpenCL C.</summary>
    public bool NeedsTensorCores { get; } = needsTensorCores;

    /// <summary>Whether it takes tensors that memory holds as halves (<see cref="Tensor.InHalves"/>).</summary>
    public bool TakesHalves { get; } = takesHalves;

    /// <summary>The C# method with its comment (UTF-8), without the methods that it calls.</summary>
    public abstract ReadOnlySpan<byte> CSharp { get; }

    /// <summary>The kernel in OpenCL C (UTF-8), with everything it calls; empty where it <see cref="NeedsTensorCores"/>.</summary>
    /// <param name="width">The lanes of a vector: 16, 8, 4 or 1; ignored for a kernel without vectors.</param>
    public abstract ReadOnlySpan<byte> OpenClC(int width);

    /// <summary>The kernel in PTX (UTF-8), with everything it calls.</summary>
    /// <param name="width">The lanes of a vector: 4 or 1, others have no text; ignored for a kernel without vectors.</param>
    public abstract ReadOnlySpan<byte> Ptx(int width);
}
