namespace LiVOS.Runtime.Cuda;

/// <summary>A compiled and loaded kernel.</summary>
internal sealed class CudaKernel
{
    private const int SharedWithoutAsking = 48 * 1024; // a group that has more must be asked for

    private readonly CudaDriver _driver;
    private readonly nint _module;
    private int _granted;

    /// <summary>Finds the kernel in its module; the context must be current.</summary>
    public CudaKernel(CudaDriver driver, string name, string function, nint module)
    {
        const int mostThreads = 0, sharedSize = 1;
        _driver = driver;
        _module = module;
        Name = name;
        driver.Check(driver.cuModuleGetFunction(out nint handle, module, function), $"{name}: cuModuleGetFunction(\"{function}\")");
        Function = handle;
        MostThreads = Attribute(mostThreads);
        StaticSharedBytes = Attribute(sharedSize);
    }

    /// <summary>Its name, with its class.</summary>
    public string Name { get; }

    /// <summary>The driver's handle.</summary>
    public nint Function { get; }

    /// <summary>The most items in a group; a kernel that needs many registers may be limited to smaller groups.</summary>
    public int MostThreads { get; }

    /// <summary>The static shared memory of a group.</summary>
    public int StaticSharedBytes { get; }

    /// <summary>Allows launches to add this many bytes of dynamic shared memory.</summary>
    public void GrantShared(int bytes)
    {
        const int mostDynamicShared = 8;
        if (bytes <= _granted || StaticSharedBytes + bytes <= SharedWithoutAsking) return;
        int code = _driver.cuFuncSetAttribute(Function, mostDynamicShared, bytes);
        _driver.Check(code, $"{Name}: cuFuncSetAttribute to {bytes} bytes of shared memory");
        _granted = bytes;
    }

    /// <summary>Unloads its module; the context must be current.</summary>
    public void Unload() => _driver.cuModuleUnload(_module);

    private int Attribute(int attribute)
    {
        _driver.Check(_driver.cuFuncGetAttribute(out int value, attribute, Function), $"{Name}: cuFuncGetAttribute of {attribute}");
        return value;
    }
}
