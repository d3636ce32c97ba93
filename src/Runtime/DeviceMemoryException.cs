namespace LiVOS.Runtime;

/// <summary>A device does not have enough memory.</summary>
/// <param name="message">The size of the request, and what to do.</param>
public sealed class DeviceMemoryException(string message) : Exception(message);
