using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>A frame's pixels [1, height, width, 3], RGB: its bytes, or floats in [0, 1].</summary>
internal readonly struct FramePixels
{
    private FramePixels(Tensor<byte>? bytes, Tensor<float>? floats) => (Bytes, Floats) = (bytes, floats);

    /// <summary>[1, height, width, 3], from 0 to 255; null where the pixels are floats.</summary>
    public Tensor<byte>? Bytes { get; }

    /// <summary>[1, height, width, 3], in [0, 1]; null where the pixels are bytes.</summary>
    public Tensor<float>? Floats { get; }

    /// <summary>[1, height, width, 3]</summary>
    public Shape Shape => Bytes?.Shape ?? Floats!.Shape;

    public static implicit operator FramePixels(Tensor<byte> bytes) => new(bytes, null);

    public static implicit operator FramePixels(Tensor<float> floats) => new(null, floats);
}
