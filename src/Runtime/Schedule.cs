namespace LiVOS.Runtime;

/// <summary>For what kind of device heavy kernels are cut into pieces.</summary>
public enum Schedule
{
    /// <summary>Groups of one item that works with wide vectors and keeps what it needs in its caches.</summary>
    Cpu,

    /// <summary>Groups of many items that load tiles into shared memory together and wait for each other at barriers.</summary>
    Gpu,
}
