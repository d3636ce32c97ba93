namespace LiVOS.Cli.Errors;

/// <summary>The user stopped the program.</summary>
/// <param name="message">One sentence about the work that remains.</param>
internal sealed class InterruptedException(string message) : OperationCanceledException(message);
