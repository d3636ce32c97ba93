namespace LiVOS.PtxEmulator.Memory;

/// <summary>A variable in shared memory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where it begins in the shared window.</param>
/// <param name="Bytes">Its size; null for the one whose size the launch chooses.</param>
internal sealed record SharedVariable(string Name, int Address, int? Bytes);

/// <summary>
/// Where a kernel's variables lie in the shared window. None begins at 0 and guards lie between them, so that an access beyond one is found.
/// </summary>
internal sealed class SharedLayout
{
    /// <summary>Where variables of a known size begin.</summary>
    public const int StaticBase = 1024;

    /// <summary>Where the variables without a size begin, all of them.</summary>
    public const int DynamicBase = 1 << 20;

    /// <summary>The bytes that an instruction accesses at most.</summary>
    public const int MostAccessBytes = 16;

    private const int MostStaticBytes = 48 * 1024, Guard = 16, MostAlignment = 128;
    private readonly List<SharedVariable> _variables = [];

    public SharedLayout()
    {
    }

    public SharedLayout(SharedLayout module)
    {
        _variables.AddRange(module._variables);
        (End, StaticBytes) = (module.End, module.StaticBytes);
    }

    public IReadOnlyList<SharedVariable> Variables => _variables;

    /// <summary>Where the static part ends, with its guards.</summary>
    public int End { get; private set; } = StaticBase;

    /// <summary>The bytes of the variables themselves.</summary>
    public int StaticBytes { get; private set; }

    /// <summary>The bytes of the kernel's smallest access, which all others are whole numbers of: what happens is noted for so many at a time.</summary>
    public int Granule { get; private set; } = MostAccessBytes;

    public bool HasDynamic => _variables.Exists(variable => variable.Bytes is null);

    /// <summary>Notes that the kernel accesses so many bytes at a time.</summary>
    public void Accesses(int bytes) => Granule = Math.Min(Granule, bytes);

    public SharedVariable Add(string name, int? bytes, int alignment, int line)
    {
        if (alignment > MostAlignment) throw new PtxException(line, $"An alignment of {alignment} is more than this emulator gives, {MostAlignment}.");
        SharedVariable variable;
        if (bytes is { } size)
        {
            int address = (End + alignment - 1) / alignment * alignment;
            variable = new(name, address, size);
            End = address + size + Guard;
            StaticBytes = ((StaticBytes + alignment - 1) / alignment * alignment) + size;
            if (StaticBytes > MostStaticBytes)
                throw new PtxException(line, $"{StaticBytes} bytes of static shared memory are more than the {MostStaticBytes} of a kernel.");
        }
        else
        {
            variable = new(name, DynamicBase, null);
        }

        _variables.Add(variable);
        return variable;
    }
}
