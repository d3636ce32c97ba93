namespace LiVOS.Runtime;

/// <summary>Takes a launch's arguments, one after the other, for a compiled kernel.</summary>
public interface IKernelArguments
{
    /// <summary>A tensor: where it lies, and its first element there.</summary>
    void Pass(Tensor tensor);

    /// <summary>A number.</summary>
    /// <typeparam name="T">A primitive of 1, 2, 4 or 8 bytes.</typeparam>
    void Pass<T>(T value) where T : unmanaged;
}
