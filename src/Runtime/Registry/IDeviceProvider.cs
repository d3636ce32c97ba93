namespace LiVOS.Runtime.Registry;

/// <summary>Finds the devices of one kind of driver.</summary>
public interface IDeviceProvider
{
    /// <summary>Its name on the command line, for example <c>cuda</c>. Its devices are <c>cuda:0</c>, <c>cuda:1</c> and so on.</summary>
    string Name { get; }

    /// <summary>Its name for people, for example <c>CUDA</c>.</summary>
    string Title { get; }

    /// <summary>The kinds of its devices, where it names these: its devices are then <c>name:kind:0</c> and so on.</summary>
    IReadOnlyList<string> Kinds => [];

    /// <summary>Finds the devices. If the driver is missing or broken, there are none.</summary>
    FoundDevices Find();
}
