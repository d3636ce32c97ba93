using LiVOS.Cli.Errors;
using LiVOS.Cli.Memory;
using LiVOS.Cli.Reports;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Weights;

namespace LiVOS.Cli.Files;

/// <summary>Loads networks.</summary>
internal static class NetworkFile
{
    /// <summary>Loads a network from safetensors or from a PyTorch checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device of the weights.</param>
    /// <param name="precision">The precision of convolutions.</param>
    /// <param name="cancellation">Ends the loading.</param>
    /// <param name="check">Checks the network's sizes before its weights are read, and throws if there is too little memory.</param>
    /// <exception cref="WeightsException">The file cannot be read, or does not hold a LiVOS network.</exception>
    /// <exception cref="InputException">The weights alone take more memory than there is; none of them was read.</exception>
    public static Network Load(string path, Device device, Precision precision, CancellationToken cancellation, Action<Network> check)
    {
        using ITensorSource source = WeightFile.Open(path, cancellation);
        return Load(source, device, precision, check);
    }

    /// <summary>Loads a network from weights that are open already.</summary>
    /// <param name="source">The weights.</param>
    /// <param name="device">Their device.</param>
    /// <param name="precision">The precision of convolutions.</param>
    /// <param name="check">Checks the network's sizes before its weights are read, and throws if there is too little memory.</param>
    /// <exception cref="WeightsException">They do not hold a LiVOS network.</exception>
    /// <exception cref="InputException">They take more memory than there is; none of them was read.</exception>
    public static Network Load(ITensorSource source, Device device, Precision precision, Action<Network>? check = null)
    {
        using (Network outline = Network.Outline(source, device, precision))
        {
            RequireMemory(outline, source.Name);
            if (device.DedicatedMemory is null) check?.Invoke(outline);
        }

        Network network = Network.Load(source, device, precision);
        if (device.DedicatedMemory is not null) check?.Invoke(network); // free memory is known when the weights are there
        return network;
    }

    private static void RequireMemory(Network outline, string name)
    {
        long there = outline.Device.AvailableMemory ?? SystemMemory.Available();
        if (outline.WeightBytes <= there) return;
        string where = outline.Device.AvailableMemory is null ? "" : $" on {outline.Device.Name}";
        throw new InputException($"The weights of {name} take {Report.Size(outline.WeightBytes)} of memory, but {Report.Size(there)} is available{where}; "
            + "take a smaller network, or a machine with more memory.");
    }
}
