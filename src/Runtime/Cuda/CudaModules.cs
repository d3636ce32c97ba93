using System.Runtime.ExceptionServices;

namespace LiVOS.Runtime.Cuda;

/// <summary>The kernels of a device, each compiled once by the driver or read from the disk.</summary>
internal sealed unsafe class CudaModules(CudaContext context, CudaDeviceInfo device, CudaOptions options) : IDisposable
{
    private readonly Dictionary<UInt128, CudaKernel> _kernels = [];
    private readonly ProgramCache _cache = CacheOf(options.CacheFolder, device);
    private int _done, _total;

    /// <summary>The cache of a device's compiled kernels.</summary>
    public static ProgramCache CacheOf(string? folder, CudaDeviceInfo device) => new(
        folder, "cuda", device.ProductName, device.ComputeCapability.ToString(), device.DriverVersion.ToString());

    /// <summary>The kernels of the launches, in order. Missing ones are compiled in parallel. The context must be current.</summary>
    /// <exception cref="CudaBuildException">The driver cannot compile a kernel.</exception>
    public CudaKernel[] Compile(ReadOnlySpan<Launch> launches)
    {
        var sources = new ProgramSource[launches.Length];
        for (int i = 0; i < sources.Length; i++) sources[i] = ProgramSource.Ptx(launches[i], options.VectorWidth);
        ProgramSource[] missing = [.. sources.DistinctBy(source => source.Hash).Where(source => !_kernels.ContainsKey(source.Hash))];
        foreach (ProgramSource source in missing)
            if (_cache.Read(source, "") is byte[] cubin && Load(cubin, out nint module) == CudaError.Success) Add(source, module);

        Build([.. missing.Where(source => !_kernels.ContainsKey(source.Hash))]);
        return [.. sources.Select(source => _kernels[source.Hash])];
    }

    public void Dispose()
    {
        context.Free(() =>
        {
            foreach (CudaKernel kernel in _kernels.Values) kernel.Unload();
        });
        _kernels.Clear();
    }

    private void Build(ProgramSource[] sources)
    {
        _total += sources.Length;
        try
        {
            Parallel.ForEach(sources, source =>
            {
                using CudaContext.Scope scope = context.Enter();
                (byte[] cubin, string log) = CudaCompiler.Compile(context.Driver, source);
                context.Driver.Check(Load(cubin, out nint module), $"{source.Kernel}: cuModuleLoadData");
                if (log.Length > 0) options.Logs?.Report(new KernelLog(source.Kernel, log));
                _cache.Write(source, "", cubin);
                lock (_kernels)
                {
                    Add(source, module);
                    options.Progress?.Report(new KernelProgress(source.Kernel, ++_done, _total));
                }
            });
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }

    private int Load(byte[] cubin, out nint module)
    {
        fixed (byte* image = cubin) return context.Driver.cuModuleLoadData(out module, image);
    }

    private void Add(ProgramSource source, nint module)
    {
        try
        {
            _kernels.Add(source.Hash, new CudaKernel(context.Driver, source.Kernel, source.Function, module));
        }
        catch
        {
            context.Driver.cuModuleUnload(module);
            throw;
        }
    }
}
