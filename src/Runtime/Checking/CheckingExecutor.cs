using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Checking;

/// <summary>
/// Runs a launch slowly, one thread per item of a group, and reports what the kernel language forbids: a barrier that not all items reach,
/// two items that touch one place in shared or global memory with nothing to order them, an access out of bounds.
/// </summary>
/// <remarks>
/// Only one item runs at a time, until it waits or ends, and groups run one after another. Races are found by what is accessed and not by
/// chance, so a faulty kernel gets the same report every time.
/// </remarks>
public static class CheckingExecutor
{
    /// <summary>Runs every group of a launch.</summary>
    /// <param name="launch">The launch, whose tensors lie in memory that the host can reach.</param>
    /// <param name="vectorWidth">The widest vector, in lanes, that the kernel may run with: 16, 8, 4 or 1.</param>
    /// <exception cref="KernelFaultException">The kernel did something forbidden; the message says which kernel, item and place.</exception>
    /// <exception cref="InvalidOperationException">This process does not check its kernels' accesses.</exception>
    public static void Run(Launch launch, int vectorWidth = 1)
    {
        if (!KernelChecks.Enabled)
        {
            throw new InvalidOperationException(
                "The checking executor sees nothing in this process, whose kernel checks are off. Turn them on in the project file: "
                + "<RuntimeHostConfigurationOption Include=\"LiVOS.KernelChecks\" Value=\"true\" />.");
        }

        using var run = new CheckedRun(launch, Launch.WidthFor(vectorWidth, launch.WidthDivides));
        run.Run();
    }
}
