namespace LiVOS.Testing.Cuda;

/// <summary>The driver's objects by their handles; no handle comes twice.</summary>
internal sealed class MockHandles
{
    private readonly Dictionary<nint, object> _objects = [];
    private nint _last = 0x1000;

    /// <summary>What nobody has destroyed.</summary>
    public IEnumerable<string> Left => _objects.Select(pair => $"{pair.Value.GetType().Name} 0x{pair.Key:x}");

    public nint Add(object one)
    {
        _last += 0x10;
        _objects.Add(_last, one);
        return _last;
    }

    public T Get<T>(nint handle, string call) where T : class => _objects.GetValueOrDefault(handle) switch
    {
        T found => found,
        null => throw new DriverMisuseException(call, $"there is no {typeof(T).Name} 0x{handle:x}, or it was destroyed."),
        object other => throw new DriverMisuseException(call, $"0x{handle:x} is a {other.GetType().Name}, not a {typeof(T).Name}."),
    };

    public T Remove<T>(nint handle, string call) where T : class
    {
        T found = Get<T>(handle, call);
        _objects.Remove(handle);
        return found;
    }
}
