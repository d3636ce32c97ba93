namespace LiVOS.Runtime.Registry;

/// <summary>There is no device of a name, or it is unusable.</summary>
/// <param name="message">The reason, and what to do.</param>
public sealed class DeviceNotFoundException(string message) : Exception(message);
