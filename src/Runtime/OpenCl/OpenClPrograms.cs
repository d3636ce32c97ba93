using System.Runtime.ExceptionServices;
using static LiVOS.Runtime.OpenCl.OpenClException;
using static LiVOS.Runtime.OpenCl.OpenClLibrary;

namespace LiVOS.Runtime.OpenCl;

/// <summary>
/// The programs of a device, each compiled once by the driver or read from the disk. Some drivers (PoCL) do most of the compiling when a
/// kernel first runs, and compile again, for groups of any size, when asked for a binary. A program therefore takes three steps.
/// </summary>
internal sealed unsafe class OpenClPrograms(nint context, OpenClDeviceInfo device, OpenClOptions options) : IDisposable
{
    private const int Steps = 3; // compiled, run, written to the disk

    private readonly Dictionary<UInt128, OpenClProgram> _programs = [];
    private readonly HashSet<OpenClProgram> _new = []; // compiled, but never run
    private readonly List<OpenClProgram> _unsaved = [];
    private readonly ProgramCache _cache = CacheOf(options.CacheFolder, device);
    private readonly string _options = OpenClBuildOptions.Of(device);
    private readonly string? _warpOptions = OpenClBuildOptions.WithWarps(device);
    private int _stepsDone, _steps;

    /// <summary>Whether some programs have never run.</summary>
    public bool HasNew => _new.Count > 0;

    /// <summary>The cache of a device's programs.</summary>
    public static ProgramCache CacheOf(string? folder, OpenClDeviceInfo device) =>
        new(folder, "opencl", device.ProductName, device.Version, device.DriverVersion, device.Platform, device.PlatformVersion);

    /// <summary>The programs of the launches, in order. Missing ones are compiled in parallel.</summary>
    /// <exception cref="OpenClBuildException">The driver cannot compile a program.</exception>
    public OpenClProgram[] Compile(ReadOnlySpan<Launch> launches, int vectorWidth)
    {
        var sources = new ProgramSource[launches.Length];
        for (int i = 0; i < sources.Length; i++) sources[i] = ProgramSource.OpenClC(launches[i], vectorWidth);
        ProgramSource[] missing = [.. sources.DistinctBy(source => source.Hash).Where(source => !_programs.ContainsKey(source.Hash))];
        foreach (ProgramSource source in missing)
            if (Load(source) is OpenClProgram program) _programs.Add(source.Hash, program);

        Build([.. missing.Where(source => !_programs.ContainsKey(source.Hash))]);
        return [.. sources.Select(source => _programs[source.Hash])];
    }

    /// <summary>Called after a kernel's first run.</summary>
    public void OnRun(OpenClProgram program)
    {
        if (!_new.Remove(program)) return;
        _unsaved.Add(program);
        Report(program);
    }

    /// <summary>Writes programs that have run since they were compiled to the disk.</summary>
    public void Save()
    {
        foreach (OpenClProgram program in _unsaved)
        {
            if (options.CacheFolder is not null && BinaryOf(program.Handle) is { Length: > 0 } binary) _cache.Write(program.Source, program.Options, binary);
            Report(program);
        }

        _unsaved.Clear();
    }

    public void Dispose()
    {
        foreach (OpenClProgram program in _programs.Values) clReleaseProgram(program.Handle);
        _programs.Clear();
    }

    /// <summary>The options to compile a kernel with, best first: a driver may say that it has sub-groups, and not compile them.</summary>
    private IEnumerable<string> OptionsFor(ProgramSource source)
    {
        if (_warpOptions is not null && source.Text.AsSpan().IndexOf("LIVOS_KHR_WARPS"u8) >= 0) yield return _warpOptions;
        yield return _options;
    }

    private OpenClProgram? Load(ProgramSource source) =>
        OptionsFor(source).Select(choice => Load(source, choice)).FirstOrDefault(program => program is not null);

    private OpenClProgram? Load(ProgramSource source, string buildOptions)
    {
        if (_cache.Read(source, buildOptions) is not byte[] binary) return null;
        nint handle = device.Handle;
        nuint length = (nuint)binary.Length;
        fixed (byte* bytes = binary)
        {
            byte* start = bytes;
            int status;
            nint program = clCreateProgramWithBinary(context, 1, &handle, &length, &start, &status, out int error);
            if (error != OpenClError.Success) return null;
            if (status == OpenClError.Success && clBuildProgram(program, 1, &handle, buildOptions, 0, 0) == OpenClError.Success)
                return new(source, program, buildOptions);
            clReleaseProgram(program);
            return null;
        }
    }

    private void Build(ProgramSource[] sources)
    {
        _steps += Steps * sources.Length;
        try
        {
            Parallel.ForEach(sources, source =>
            {
                OpenClProgram program = Build(source);
                lock (_programs)
                {
                    _programs.Add(source.Hash, program);
                    _new.Add(program);
                    Report(program);
                }
            });
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }

    private OpenClProgram Build(ProgramSource source)
    {
        string[] choices = [.. OptionsFor(source)];
        foreach (string choice in choices.SkipLast(1))
            if (TryBuild(source, choice, out _, out _) is { } program) return program;
        return TryBuild(source, choices[^1], out int code, out string log) ?? throw new OpenClBuildException(code, source.Kernel, log);
    }

    private OpenClProgram? TryBuild(ProgramSource source, string buildOptions, out int code, out string log)
    {
        nint handle = device.Handle, program;
        fixed (byte* text = source.Text)
        {
            byte* start = text;
            nuint length = (nuint)source.Text.Length;
            program = Created(clCreateProgramWithSource(context, 1, &start, &length, out int error), error);
        }

        code = clBuildProgram(program, 1, &handle, buildOptions, 0, 0);
        log = code == OpenClError.Success ? "" : OpenClQuery.BuildLog(program, handle);
        if (code == OpenClError.Success) return new(source, program, buildOptions);
        clReleaseProgram(program);
        return null;
    }

    private void Report(OpenClProgram program) => options.Progress?.Report(new KernelProgress(program.Source.Kernel, ++_stepsDone, _steps));

    /// <summary>The binary of a program; empty if the driver does not provide it.</summary>
    private static byte[] BinaryOf(nint program)
    {
        const uint sizes = 0x1165, binaries = 0x1166;
        nuint size;
        if (clGetProgramInfo(program, sizes, (nuint)sizeof(nuint), &size, null) != OpenClError.Success) return [];
        byte[] binary = new byte[size];
        fixed (byte* bytes = binary)
        {
            byte* start = bytes;
            return clGetProgramInfo(program, binaries, (nuint)sizeof(byte*), &start, null) == OpenClError.Success ? binary : [];
        }
    }
}
