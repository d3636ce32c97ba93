using System.Runtime.ExceptionServices;

namespace LiVOS.Media;

/// <summary>Does independent things side by side.</summary>
internal static class InParallel
{
    /// <summary>Calls an action with each number below a count; what one throws is thrown as it is.</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="action">The action.</param>
    public static void For(int count, Action<int> action)
    {
        try
        {
            Parallel.For(0, count, action);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }
}
