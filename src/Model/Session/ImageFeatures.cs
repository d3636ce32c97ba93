using LiVOS.Runtime;

namespace LiVOS.Model.Session;

/// <summary>The image features that the rest of the frame reads.</summary>
/// <param name="Pix">[1, h, w, V]</param>
/// <param name="Key">[1, h, w, K], soft-maxed</param>
/// <param name="Gate">[V]</param>
/// <param name="Skip8">[1, 2h, 2w, V]; null where nothing is segmented, and where the frame runs in bands</param>
/// <param name="Skip4">[1, 4h, 4w, width8]; likewise</param>
internal sealed record ImageFeatures(Tensor<float> Pix, Tensor<float> Key, Tensor<float> Gate, Tensor<float>? Skip8, Tensor<float>? Skip4);
