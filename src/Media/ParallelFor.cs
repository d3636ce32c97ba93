using System.Runtime.ExceptionServices;

namespace LiVOS.Media;

/// <summary>Loops on several threads that fail as plain loops do.</summary>
internal static class ParallelFor
{
    /// <summary>Runs a loop.</summary>
    /// <param name="count">How many turns it has.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <param name="body">A turn.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Run(int count, ParallelOptions options, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, options, body);
        }
        catch (AggregateException errors)
        {
            // One error is reported, by its own type: exhausted memory is not an error of the program.
            ExceptionDispatchInfo.Throw(errors.Flatten().InnerExceptions[0]);
        }
    }

    /// <summary>Runs a loop on all processors.</summary>
    public static void Run(int count, Action<int> body) => Run(count, new ParallelOptions(), body);
}
