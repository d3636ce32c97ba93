using System.Runtime.ExceptionServices;
using static LiVOS.Runtime.OpenCl.OpenClException;
using static LiVOS.Runtime.OpenCl.OpenClLibrary;

namespace LiVOS.Runtime.OpenCl;

/// <summary>
/// The programs of a device: each compiled by the driver once, or taken from the disk. Some drivers (PoCL) compile for the greater part when a
/// kernel first runs, and once more, for groups of any size, when they are asked for a binary: each program has three steps to take.
/// </summary>
internal sealed unsafe class OpenClPrograms(nint context, OpenClDeviceInfo device, OpenClOptions options) : IDisposable
{
    private const int Steps = 3; // compiled, run, written to the disk

    private readonly Dictionary<UInt128, OpenClProgram> _programs = [];
    private readonly HashSet<OpenClProgram> _new = []; // compiled, but never run
    private readonly List<OpenClProgram> _unsaved = [];
    private readonly ProgramCache _cache = CacheOf(options.CacheFolder, device);
    private readonly string _buildOptions = BuildOptions(device);
    private int _stepsDone, _steps;

    /// <summary>Whether there are programs that have never run.</summary>
    public bool HasNew => _new.Count > 0;

    /// <summary>What the driver's compiler is told. Without correct rounding, quotients differ from those of C#.</summary>
    public static string BuildOptions(OpenClDeviceInfo device) =>
        device.DividesCorrectly ? "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt" : "-cl-std=CL1.2";

    /// <summary>The compiled programs of a device in a folder.</summary>
    public static ProgramCache CacheOf(string? folder, OpenClDeviceInfo device) =>
        new(folder, "opencl", device.ProductName, device.Version, device.DriverVersion, device.Platform, device.PlatformVersion);

    /// <summary>The programs of launches, in their order. Those that are missing are compiled, several at a time.</summary>
    /// <exception cref="OpenClBuildException">The driver cannot compile one.</exception>
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

    /// <summary>Hears that a program's kernel has run.</summary>
    public void OnRun(OpenClProgram program)
    {
        if (!_new.Remove(program)) return;
        _unsaved.Add(program);
        Report(program);
    }

    /// <summary>Writes to the disk what has run since it was compiled.</summary>
    public void Save()
    {
        foreach (OpenClProgram program in _unsaved)
        {
            if (options.CacheFolder is not null && BinaryOf(program.Handle) is { Length: > 0 } binary) _cache.Write(program.Source, _buildOptions, binary);
            Report(program);
        }

        _unsaved.Clear();
    }

    public void Dispose()
    {
        foreach (OpenClProgram program in _programs.Values) clReleaseProgram(program.Handle);
        _programs.Clear();
    }

    private OpenClProgram? Load(ProgramSource source)
    {
        if (_cache.Read(source, _buildOptions) is not byte[] binary) return null;
        nint handle = device.Handle;
        nuint length = (nuint)binary.Length;
        fixed (byte* bytes = binary)
        {
            byte* start = bytes;
            int status;
            nint program = clCreateProgramWithBinary(context, 1, &handle, &length, &start, &status, out int error);
            if (error != OpenClError.Success) return null;
            if (status == OpenClError.Success && clBuildProgram(program, 1, &handle, _buildOptions, 0, 0) == OpenClError.Success) return new(source, program);
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
                OpenClProgram program = new(source, Build(source));
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

    private nint Build(ProgramSource source)
    {
        nint handle = device.Handle, program;
        fixed (byte* text = source.Text)
        {
            byte* start = text;
            nuint length = (nuint)source.Text.Length;
            program = Created(clCreateProgramWithSource(context, 1, &start, &length, out int error), error);
        }

        int code = clBuildProgram(program, 1, &handle, _buildOptions, 0, 0);
        if (code == OpenClError.Success) return program;
        string log = OpenClQuery.BuildLog(program, handle);
        clReleaseProgram(program);
        throw new OpenClBuildException(code, source.Kernel, log);
    }

    private void Report(OpenClProgram program) => options.Progress?.Report(new KernelProgress(program.Source.Kernel, ++_stepsDone, _steps));

    /// <summary>What the driver made of a program; empty where it does not give it.</summary>
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
