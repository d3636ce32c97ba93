using LiVOS.Model;
using LiVOS.Model.Weights;
using LiVOS.Runtime;
using LiVOS.WeightsConverter;

namespace LiVOS.Cli;

/// <summary>Loads networks.</summary>
static class NetworkFile
{
    /// <summary>Loads a network from safetensors or from a PyTorch checkpoint.</summary>
    /// <exception cref="WeightsException">The file cannot be read, or does not hold a LiVOS network.</exception>
    public static Network Load(string path, Device device, Precision precision)
    {
        using ITensorSource source = WeightFile.Open(path);
        return Network.Load(source, device, precision);
    }
}
