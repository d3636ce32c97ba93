namespace LiVOS.Cli.Errors;

/// <summary>The request on the command line cannot be fulfilled.</summary>
/// <param name="message">One sentence for the user: the reason, and what to change.</param>
/// <param name="inner">The underlying error, if there is one.</param>
internal sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);
