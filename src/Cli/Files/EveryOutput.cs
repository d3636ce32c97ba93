using System.Runtime.ExceptionServices;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Files;

/// <summary>Writes several results: one that cannot be written does not cost the others.</summary>
internal static class EveryOutput
{
    /// <summary>Writes all of them, and fails after the last if any could not be written.</summary>
    /// <exception cref="InputException">Several could not be written: the message has a line for each.</exception>
    public static void Write(params IEnumerable<Action> writers)
    {
        List<Exception> failures = [];
        foreach (Action write in writers)
            try
            {
                write();
            }
            catch (Exception error)
            {
                failures.Add(error);
            }
        if (failures.Count == 1) ExceptionDispatchInfo.Throw(failures[0]);
        if (failures.Count > 1) throw new InputException(string.Join(Environment.NewLine, failures.Select(Failure.Describe)), failures[0]);
    }
}
