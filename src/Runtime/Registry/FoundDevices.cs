namespace LiVOS.Runtime.Registry;

/// <summary>The devices of one kind of driver.</summary>
/// <param name="All">All devices by index, including unusable ones.</param>
/// <param name="WhyNone">The reason why there is no device; null if there is one.</param>
public sealed record FoundDevices(IReadOnlyList<DeviceInfo> All, string? WhyNone)
{
    /// <summary>The devices that can run this project's kernels.</summary>
    public IEnumerable<DeviceInfo> Usable => All.Where(device => device.WhyUnusable is null);
}
