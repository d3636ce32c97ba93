using LiVOS.Runtime;
using LiVOS.Testing.Races;

namespace LiVOS.Testing.Devices;

/// <summary>Runs every launch in the race checker: any size of group, each item a thread, and a report of every race and every barrier that
/// not all items reach.</summary>
public sealed class RaceCheckingDevice(int vectorWidth) : HostDevice("checking", "the race checker", vectorWidth)
{
    protected override void Run(Launch launch) => RaceChecker.Run(launch, VectorWidth);
}
