namespace LiVOS.Runtime;

/// <summary>Receives the arguments of a launch, in order, for a compiled kernel.</summary>
public interface IKernelArguments
{
    /// <summary>Passes a tensor: its buffer and its offset there.</summary>
    void Pass(Tensor tensor);

    /// <summary>Passes a number.</summary>
    /// <typeparam name="T">A primitive of 1, 2, 4 or 8 bytes.</typeparam>
    void Pass<T>(T value) where T : unmanaged;
}
