namespace LiVOS.Runtime;

/// <summary>A device does not support a setting.</summary>
/// <param name="setting">The name of the property of <see cref="DeviceSettings"/>.</param>
/// <param name="message">The reason.</param>
public sealed class DeviceSettingsException(string setting, string message) : Exception(message)
{
    /// <summary>The name of the property of <see cref="DeviceSettings"/>.</summary>
    public string Setting { get; } = setting;
}
