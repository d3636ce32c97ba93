using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using LiVOS.PtxEmulator;
using LiVOS.Runtime.Cuda;

namespace LiVOS.Testing.Cuda;

/// <summary>
/// NVIDIA's driver over the PTX emulator: the calls that the runtime makes, on one made-up card. What the real driver refuses gives the real
/// driver's error; what it would not forgive, or leaves open, throws <see cref="DriverMisuseException"/>. Work waits until somebody waits for it,
/// so that a missing wait shows.
/// </summary>
internal sealed unsafe partial class MockDriver : CudaDriver
{
    private const int Device = 0;

    private static readonly Dictionary<int, string> s_names = new()
    {
        [1] = "CUDA_ERROR_INVALID_VALUE", [2] = "CUDA_ERROR_OUT_OF_MEMORY", [100] = "CUDA_ERROR_NO_DEVICE",
        [200] = "CUDA_ERROR_INVALID_IMAGE", [218] = "CUDA_ERROR_INVALID_PTX", [221] = "CUDA_ERROR_JIT_COMPILER_NOT_FOUND",
        [500] = "CUDA_ERROR_NOT_FOUND", [700] = "CUDA_ERROR_ILLEGAL_ADDRESS", [999] = "CUDA_ERROR_UNKNOWN",
    };

    private static readonly ConcurrentDictionary<string, nint> s_texts = []; // stay, as the real driver's do

    private readonly MockCard _card;
    private readonly MockMemory _memory;
    private readonly MockHandles _handles = new();
    private readonly ThreadLocal<Stack<nint>> _current = new(() => []);
    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, int> _failures = [];
    private nint _context;
    private int _retained;
    private PtxFaultException? _fault;

    public MockDriver(MockCard? card = null)
    {
        _card = card ?? new MockCard();
        _memory = new MockMemory(_card.MemoryBytes);
    }

    /// <summary>The version of CUDA.</summary>
    public int Version { get; init; } = 12040;

    /// <summary>How many cards it knows: one, or none.</summary>
    public int Cards { get; init; } = 1;

    /// <summary>What is left: handles, memory, the context; for devices that were disposed of.</summary>
    public IReadOnlyList<string> Left =>
        [.. _handles.Left, .. _memory.Left, .. Enumerable.Repeat("context", _retained), .. _current.Value!.Select(_ => "current context")];

    /// <summary>How often a function was called.</summary>
    public int CountOf(string function)
    {
        lock (_handles) return _counts.GetValueOrDefault(function);
    }

    /// <summary>Lets calls of a function fail from now on; 0 lets them go well again.</summary>
    public void Fail(string function, int code)
    {
        lock (_handles) _failures[function] = code;
    }

    public override int cuInit(uint flags)
    {
        using var call = new Call(this, needsContext: false);
        return call.Code != 0 ? call.Code : Cards == 0 ? CudaError.NoDevice : 0;
    }

    public override int cuDriverGetVersion(out int version)
    {
        version = Version;
        return 0;
    }

    public override int cuGetErrorName(int error, out nint name)
    {
        name = s_names.TryGetValue(error, out string? found) ? Text(found) : 0;
        return name != 0 ? 0 : CudaError.InvalidValue;
    }

    public override int cuGetErrorString(int error, out nint text)
    {
        text = error == CudaError.IllegalAddress && _fault is not null ? Text(_fault.Message) : Text($"error {error} in words");
        return 0;
    }

    public override int cuDeviceGetCount(out int count)
    {
        count = Cards;
        return 0;
    }

    public override int cuDeviceGet(out int device, int ordinal)
    {
        device = Device;
        return ordinal < Cards ? 0 : 101;
    }

    public override int cuDeviceGetName(byte* name, int length, int device)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(_card.Name), 0];
        text.CopyTo(new Span<byte>(name, length));
        return 0;
    }

    public override int cuDeviceGetAttribute(out int value, int attribute, int device)
    {
        value = _card.Attribute(attribute) ?? 0;
        return _card.Attribute(attribute) is null ? CudaError.InvalidValue : 0;
    }

    public override int cuDeviceTotalMem_v2(out nuint bytes, int device)
    {
        bytes = (nuint)_card.MemoryBytes;
        return 0;
    }

    public override int cuDevicePrimaryCtxRetain(out nint context, int device)
    {
        using var call = new Call(this, needsContext: false);
        context = 0;
        if (call.Code != 0) return call.Code;
        if (_retained++ == 0) _context += 0x10; // another one each time
        context = _context;
        return 0;
    }

    public override int cuDevicePrimaryCtxRelease_v2(int device)
    {
        using var call = new Call(this, needsContext: false);
        if (_retained-- == 0) throw new DriverMisuseException(call.Name, "the context was released before.");
        return call.Code;
    }

    public override int cuCtxPushCurrent_v2(nint context)
    {
        using var call = new Call(this, needsContext: false, mayCapture: true);
        if (context != _context || _retained == 0) throw new DriverMisuseException(call.Name, "there is no such context any more.");
        _current.Value!.Push(context);
        return 0;
    }

    public override int cuCtxPopCurrent_v2(out nint context)
    {
        using var call = new Call(this, needsContext: false, mayCapture: true);
        if (!_current.Value!.TryPop(out context)) throw new DriverMisuseException(call.Name, "no context is current.");
        return 0;
    }

    private static nint Text(string text) => s_texts.GetOrAdd(text, Marshal.StringToCoTaskMemUTF8);

    /// <summary>One call at a time; says whether it may go on.</summary>
    private readonly ref struct Call : IDisposable
    {
        private readonly MockDriver _driver;

        public Call(MockDriver driver, bool needsContext = true, bool mayCapture = false, [CallerMemberName] string name = "")
        {
            Monitor.Enter(driver._handles);
            _driver = driver;
            Name = name;
            driver._counts[name] = driver._counts.GetValueOrDefault(name) + 1;
            Code = driver._failures.GetValueOrDefault(name) is int failure and not 0 ? failure : driver._fault is null ? 0 : CudaError.IllegalAddress;
            string? misuse =
                needsContext && !(driver._current.Value!.TryPeek(out nint current) && current == driver._context) ? "no context is current."
                : !mayCapture && driver._capturing == Environment.CurrentManagedThreadId ? "this thread is capturing a stream."
                : null;
            if (misuse is null) return;
            Monitor.Exit(driver._handles);
            throw new DriverMisuseException(name, misuse);
        }

        public string Name { get; }

        /// <summary>The error that the call gives, where it was told to fail or a kernel has failed before; else 0.</summary>
        public int Code { get; }

        public void Dispose() => Monitor.Exit(_driver._handles);
    }
}
