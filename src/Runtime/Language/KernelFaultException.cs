namespace LiVOS.Runtime.Language;

/// <summary>A kernel did what its language forbids: an access out of bounds, a race, a barrier that not all items of a group reach.</summary>
/// <param name="message">What happened, and where.</param>
/// <param name="cause">What the kernel threw.</param>
public sealed class KernelFaultException(string message, Exception? cause = null) : Exception(message, cause);
