namespace LiVOS.Cli.Errors;

/// <summary>The user stopped the program.</summary>
/// <param name="message">One sentence that says what is left of the work.</param>
sealed class InterruptedException(string message) : OperationCanceledException(message);
