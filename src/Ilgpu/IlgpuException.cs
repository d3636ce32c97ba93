using LiVOS.Runtime;

namespace LiVOS.Ilgpu;

/// <summary>ILGPU, or the driver below it, failed, or an accelerator cannot do what was requested.</summary>
/// <param name="message">The reason.</param>
public sealed class IlgpuException(string message) : DeviceException(IlgpuProvider.KindTitle, message)
{
    internal static IlgpuException Of(string what, Exception error)
    {
        Exception cause = error;
        while (cause.InnerException is { } inner) cause = inner;
        return new($"{what}: {cause.Message}");
    }
}
