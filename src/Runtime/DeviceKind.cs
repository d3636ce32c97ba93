namespace LiVOS.Runtime;

/// <summary>The kinds of hardware.</summary>
public enum DeviceKind
{
    /// <summary>The machine's processor.</summary>
    Processor,

    /// <summary>A GPU.</summary>
    Gpu,

    /// <summary>Any other accelerator.</summary>
    Accelerator,
}
