using LiVOS.Evaluation;
using LiVOS.Media;
using LiVOS.Model.Weights;
using LiVOS.Runtime;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Cli;

/// <summary>Tells what the user can change from what only the program's authors can.</summary>
static class Failure
{
    /// <summary>The exit code for an error.</summary>
    public static int ExitCodeOf(Exception error) => error switch
    {
        OperationCanceledException => ExitCode.Interrupted,
        _ when IsBadInput(error) => ExitCode.BadInput,
        _ => ExitCode.Fault,
    };

    /// <summary>What to print for an error.</summary>
    public static string Describe(Exception error) => error switch
    {
        OutOfMemoryException => "The machine has not enough memory for this; take a smaller size or fewer objects.",
        OperationCanceledException => error is InterruptedException ? error.Message : "Stopped.",
        OpenClException => $"{error.Message}{Environment.NewLine}The OpenCL driver or its device cannot do this; update the driver, or give --device cpu.",
        CudaException => $"{error.Message}{Environment.NewLine}The CUDA driver or its device cannot do this; update the driver, or give --device cpu.",
        _ when IsBadInput(error) => error.Message,
        _ => $"This is a fault of the program, please report it: {error}",
    };

    static bool IsBadInput(Exception error) => error
        is InputException or DataSetException or MediaException or WeightsException or DeviceMemoryException or OpenClException or CudaException or OutOfMemoryException
        or IOException or UnauthorizedAccessException;
}
