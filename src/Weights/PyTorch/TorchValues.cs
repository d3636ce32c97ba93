namespace LiVOS.Weights.PyTorch;

/// <summary>A run of numbers that tensors are views of.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">The type of its numbers; bytes where the file leaves that to its tensors.</param>
/// <param name="Count">How many the pickle claims that it holds.</param>
internal sealed record TorchStorage(string Key, DataType Type, long Count);

/// <summary>A tensor as PyTorch's pickles describe it: a view of a storage.</summary>
/// <param name="Storage">Holds its numbers, and perhaps others'.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Offset">Its first number in the storage, counted in numbers.</param>
/// <param name="Shape">Its extents, outermost first.</param>
/// <param name="Strides">How far apart neighbours along each axis stand, counted in numbers.</param>
internal sealed record StridedTensor(TorchStorage Storage, DataType Type, long Offset, long[] Shape, long[] Strides);
