namespace LiVOS.Kernels;

/// <summary>A truth value that a kernel takes: a <see cref="bool"/> has another size in every language, so ILGPU takes none.</summary>
/// <param name="Value">1 for true, 0 for false.</param>
public readonly record struct Flag(int Value)
{
    /// <summary>Whether it is true.</summary>
    public static implicit operator bool(Flag flag) => flag.Value != 0;

    /// <summary>A truth value as a flag.</summary>
    public static implicit operator Flag(bool value) => new(value ? 1 : 0);
}
