namespace LiVOS.Model.Session;

/// <summary>What a frame is given as.</summary>
internal enum FrameSource
{
    /// <summary>Numbers of the network's size, in [0, 1].</summary>
    Floats,

    /// <summary>Bytes of the frame's own size.</summary>
    Bytes,

    /// <summary>Such bytes, in a buffer of the device.</summary>
    DeviceBytes,
}
