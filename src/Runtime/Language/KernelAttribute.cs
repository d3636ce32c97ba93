namespace LiVOS.Runtime.Language;

/// <summary>
/// Marks a static method as a kernel. The kernel compiler (src/Kernels.Compiler) generates a typed launch descriptor for it, in the
/// generated class <c>Launches</c> of the kernel's namespace.
/// </summary>
/// <remarks>
/// A kernel whose first parameter is an <see cref="Index1D"/> is implicitly grouped: it uses neither barriers nor shared memory. Any other
/// kernel is explicitly grouped: it runs once per item of every group of its <see cref="LaunchShape"/> and finds its indices in
/// <see cref="Grid"/> and <see cref="Group"/>.
/// Kernels are plain C#: value types, no allocation, no exceptions, no virtual calls.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelAttribute : Attribute;
