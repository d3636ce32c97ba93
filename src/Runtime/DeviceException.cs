namespace LiVOS.Runtime;

/// <summary>A driver call failed, or a device cannot do what was requested. Each kind of driver has its own exceptions, all of which derive from this
/// one.</summary>
/// <param name="driver">The kind of driver, for example <c>OpenCL</c>.</param>
/// <param name="message">The reason.</param>
public abstract class DeviceException(string driver, string message) : Exception(message)
{
    /// <summary>The kind of driver, for example <c>OpenCL</c>.</summary>
    public string Driver { get; } = driver;
}
