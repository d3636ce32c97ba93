namespace LiVOS.Cli.Errors;

/// <summary>What the command line asks for cannot be done.</summary>
/// <param name="message">One sentence for the user that says why and what to change.</param>
/// <param name="inner">The error beneath, if there is one.</param>
sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);
