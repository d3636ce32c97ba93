namespace LiVOS.Web;

/// <summary>A server that cannot start; the message is for users.</summary>
/// <param name="message">The reason, and what to do.</param>
/// <param name="cause">The system's error; null for none.</param>
public sealed class WebServerException(string message, Exception? cause = null) : Exception(message, cause);
