using System.Collections.Concurrent;
using System.IO.Hashing;
using static LiVOS.Runtime.OpenCl.OpenClException;
using static LiVOS.Runtime.OpenCl.OpenClLibrary;

namespace LiVOS.Runtime.OpenCl;

/// <summary>The programs of a device: each compiled by the driver once, or taken from the disk.</summary>
internal sealed unsafe class OpenClPrograms(nint context, OpenClDeviceInfo device, OpenClOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<UInt128, nint> _programs = [];
    private readonly ConcurrentDictionary<UInt128, string> _unsaved = []; // their kernels' names
    private readonly ProgramCache _cache = new(options.CacheFolder, device);

    private readonly string _buildOptions = BuildOptions(device);

    /// <summary>What the driver's compiler is told. Without correct rounding, quotients differ from those of C#.</summary>
    public static string BuildOptions(OpenClDeviceInfo device) =>
        device.DividesCorrectly ? "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt" : "-cl-std=CL1.2";

    /// <summary>The name of a launch's function in its program: that of the method, without its class.</summary>
    public static string FunctionOf(Launch launch) => launch.Kernel[(launch.Kernel.LastIndexOf('.') + 1)..];

    /// <summary>Compiles the programs of launches that are not compiled yet, several at a time.</summary>
    public void Compile(ReadOnlySpan<Launch> launches, int vectorWidth)
    {
        var missing = new Dictionary<UInt128, Source>();
        foreach (Launch launch in launches)
        {
            var source = Source.Of(launch, vectorWidth);
            UInt128 hash = source.Hash;
            if (!_programs.ContainsKey(hash) && !missing.ContainsKey(hash) && !TryLoad(hash, source)) missing.Add(hash, source);
        }

        int done = 0;
        try
        {
            Parallel.ForEach(missing, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, item =>
            {
                _programs[item.Key] = Build(item.Value);
                _unsaved[item.Key] = item.Value.Kernel;
                options.Progress?.Report(new KernelProgress(item.Value.Kernel, Interlocked.Increment(ref done), missing.Count));
            });
        }
        catch (AggregateException errors)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }

    /// <summary>The program of a launch, once it was compiled.</summary>
    public nint ProgramOf(Launch launch, int vectorWidth) => _programs[Source.Of(launch, vectorWidth).Hash];

    /// <summary>Writes newly compiled programs to the disk. Drivers that compile at the first run have done so when the plan has run.</summary>
    public void SaveNew()
    {
        if (_unsaved.IsEmpty) return;
        foreach (UInt128 hash in _unsaved.Keys)
            if (_unsaved.TryRemove(hash, out string? kernel) && BinaryOf(_programs[hash]) is { Length: > 0 } binary)
                _cache.Write(hash, _buildOptions, kernel, binary);
    }

    public void Dispose()
    {
        foreach (nint program in _programs.Values) clReleaseProgram(program);
        _programs.Clear();
    }

    private bool TryLoad(UInt128 hash, Source source)
    {
        if (_cache.Read(hash, _buildOptions, source.Kernel) is not byte[] binary) return false;
        nint handle = device.Handle;
        nuint length = (nuint)binary.Length;
        fixed (byte* bytes = binary)
        {
            byte* start = bytes;
            int status;
            nint program = clCreateProgramWithBinary(context, 1, &handle, &length, &start, &status, out int error);
            if (error != OpenClError.Success) return false;
            if (status != OpenClError.Success || clBuildProgram(program, 1, &handle, _buildOptions, 0, 0) != OpenClError.Success)
            {
                clReleaseProgram(program);
                return false;
            }

            _programs[hash] = program;
            return true;
        }
    }

    private nint Build(Source source)
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

    /// <summary>A program's text.</summary>
    private sealed record Source(string Kernel, byte[] Text)
    {
        public UInt128 Hash { get; } = XxHash128.HashToUInt128(Text);

        public static Source Of(Launch launch, int vectorWidth)
        {
            ReadOnlySpan<byte> text = launch.OpenClC(Launch.WidthFor(vectorWidth, launch.WidthDivides));
            return text.IsEmpty ? throw new NotSupportedException($"{launch} has no OpenCL C: it runs on the device cpu only.") : new(launch.Kernel, text.ToArray());
        }
    }
}
