namespace LiVOS.Runtime;

/// <summary>A device has not the memory that was asked of it.</summary>
/// <param name="message">What was asked for and what to do.</param>
public sealed class DeviceMemoryException(string message) : Exception(message);
