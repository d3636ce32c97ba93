using System.Collections.Concurrent;
using LiVOS.Cli.Errors;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Video;

namespace LiVOS.Cli.Memory;

/// <summary>The bands of rows with which sessions fit in the memory of each device that shares the work.</summary>
internal sealed class FittingBands
{
    private readonly ConcurrentDictionary<(Device Device, SessionSize Size), int> _bands = [];

    /// <summary>Finds those of a device; rejects sessions that fit with none.</summary>
    /// <param name="network">The network, on its device.</param>
    /// <param name="sizes">The sessions.</param>
    /// <param name="sideBySide">How many of them run at a time.</param>
    /// <param name="available">The machine's memory that may be used.</param>
    /// <exception cref="InputException">There is too little.</exception>
    public void Find(Network network, IEnumerable<SessionSize> sizes, int sideBySide, long available)
    {
        foreach (SessionSize size in sizes.Distinct())
        {
            long hostBytes = new PipelineBuffers(network.Device, size.Geometry, withPictures: false).Bytes;
            _bands[(network.Device, size)] =
                MemoryNeed.Fit(network, size.Geometry, size.Objects, hostBytes, available, sideBySide, size.Introductions);
        }
    }

    /// <summary>The bands of a session on a network's device.</summary>
    public int Of(Network network, SessionSize size) => _bands[(network.Device, size)];
}

/// <summary>What the memory of a session depends on.</summary>
/// <param name="Geometry">The sizes.</param>
/// <param name="Objects">How many objects there are.</param>
/// <param name="Introductions">How many masks introduce them.</param>
internal readonly record struct SessionSize(FrameGeometry Geometry, int Objects, int Introductions);
