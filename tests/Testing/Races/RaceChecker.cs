using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Testing.Races;

/// <summary>
/// The race checker. It runs a launch with one thread per item of a group and reports violations of the kernel language: a barrier that not
/// all items reach, unordered accesses of two items to the same element of shared or global memory, an access out of bounds.
/// </summary>
/// <remarks>
/// One item runs at a time, until it waits or ends, and groups run one after another. Races are found from the accesses and not by chance,
/// so a faulty kernel gets the same report every time.
/// </remarks>
public static class RaceChecker
{
    /// <summary>Runs every group of a launch.</summary>
    /// <param name="launch">The launch, whose tensors are in host memory.</param>
    /// <param name="vectorWidth">The widest vector, in lanes, that the kernel may run with: 16, 8, 4 or 1.</param>
    /// <exception cref="KernelFaultException">The kernel violated the language; the message names kernel, item and element.</exception>
    /// <exception cref="InvalidOperationException">Kernel checks are off in this process.</exception>
    public static void Run(Launch launch, int vectorWidth = 1)
    {
        if (!KernelChecks.Enabled)
        {
            throw new InvalidOperationException(
                "The race checker needs kernel checks, which are off in this process. Turn them on in the project file: "
                + "<RuntimeHostConfigurationOption Include=\"LiVOS.KernelChecks\" Value=\"true\" />.");
        }

        using var run = new CheckedRun(launch, Launch.WidthFor(vectorWidth, launch.VectorizedExtent));
        run.Run();
    }
}
