namespace LiVOS.Runtime;

/// <summary>The kind of device for which heavy kernels are laid out.</summary>
public enum Schedule
{
    /// <summary>CPU: groups of a single item, which uses wide vectors and blocks its data for the caches.</summary>
    Cpu,

    /// <summary>GPU: groups of many items, which load tiles into shared memory and synchronize at barriers.</summary>
    Gpu,
}
