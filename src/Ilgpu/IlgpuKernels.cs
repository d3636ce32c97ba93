using ILGPU.Runtime;
using LiVOS.Runtime;

namespace LiVOS.Ilgpu;

/// <summary>The kernels of an accelerator, each compiled once.</summary>
internal sealed class IlgpuKernels(Accelerator accelerator, IlgpuOptions options)
{
    private readonly Dictionary<(string Kernel, int Width), CompiledKernel> _kernels = [];
    private int _done, _total;

    /// <summary>The kernels of the launches, in order.</summary>
    /// <exception cref="IlgpuException">ILGPU, or the driver, cannot compile a kernel.</exception>
    public CompiledKernel[] Compile(ReadOnlySpan<Launch> launches)
    {
        var keys = new (string Kernel, int Width)[launches.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = (launches[i].Kernel, Launch.WidthFor(options.VectorWidth, launches[i].VectorizedExtent));
        (string Kernel, int Width)[] missing = [.. keys.Distinct().Where(key => !_kernels.ContainsKey(key))];
        _total += missing.Length;
        foreach ((string kernel, int width) in missing)
        {
            _kernels.Add((kernel, width), new CompiledKernel(accelerator, KernelMethods.Find(kernel, width)));
            options.Progress?.Report(new KernelProgress(kernel, ++_done, _total));
        }

        return [.. keys.Select(key => _kernels[key])];
    }
}
