namespace LiVOS.Media;

/// <summary>
/// Input that cannot be read, or output that cannot be written. The message is one sentence for the user: it names the file and
/// says what to do.
/// </summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">The error beneath, if there is one.</param>
public sealed class MediaException(string message, Exception? inner = null) : Exception(message, inner);
