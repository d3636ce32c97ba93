using LiVOS.Runtime;

namespace LiVOS.Bench.Layers;

/// <summary>The rates of a device, from which the least time of a launch follows.</summary>
internal interface IDeviceRates
{
    /// <summary>The floor of a launch: the time for its bytes, each tensor once, or for its operations, whichever is longer.</summary>
    double FloorOf(Launch launch);
}
