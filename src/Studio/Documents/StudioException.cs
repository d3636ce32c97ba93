namespace LiVOS.Studio.Documents;

/// <summary>Something that was asked for and cannot be done. The message is one sentence for the user, and says what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">The error beneath, if there is one.</param>
public sealed class StudioException(string message, Exception? inner = null) : Exception(message, inner);
