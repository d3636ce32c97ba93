using LiVOS.Runtime;
using LiVOS.Runtime.Checking;

namespace LiVOS.Testing.Devices;

/// <summary>Runs every launch in the checking executor: any size of group, each item a thread, and a report of every race and every barrier that
/// not all items reach.</summary>
public sealed class CheckingDevice(int vectorWidth) : HostDevice("checking", "the checking executor", vectorWidth)
{
    protected override void Run(Launch launch) => CheckingExecutor.Run(launch, VectorWidth);
}
