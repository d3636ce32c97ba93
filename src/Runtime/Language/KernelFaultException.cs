namespace LiVOS.Runtime.Language;

/// <summary>A kernel violated the rules of its language: an access out of bounds, a race, or a barrier that not all items of a group reach.</summary>
/// <param name="message">The fault and its place.</param>
/// <param name="cause">The exception that the kernel threw.</param>
public sealed class KernelFaultException(string message, Exception? cause = null) : Exception(message, cause);
