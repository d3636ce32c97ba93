using System.Diagnostics.CodeAnalysis;

namespace LiVOS.Weights;

/// <summary>The type of a tensor's elements, by its name in safetensors files. All are stored little-endian.</summary>
public enum DataType
{
    /// <summary>64-bit float.</summary>
    F64,
    /// <summary>32-bit float.</summary>
    F32,
    /// <summary>16-bit IEEE float.</summary>
    F16,
    /// <summary>The upper half of a 32-bit float.</summary>
    BF16,
    /// <summary>Signed 64-bit integer.</summary>
    I64,
    /// <summary>Signed 32-bit integer.</summary>
    I32,
    /// <summary>Signed 16-bit integer.</summary>
    I16,
    /// <summary>Signed byte.</summary>
    I8,
    /// <summary>Unsigned 64-bit integer.</summary>
    U64,
    /// <summary>Unsigned 32-bit integer.</summary>
    U32,
    /// <summary>Unsigned 16-bit integer.</summary>
    U16,
    /// <summary>Unsigned byte.</summary>
    U8,
    /// <summary>One byte, zero for false.</summary>
    Bool,
}

/// <summary>Properties of each <see cref="DataType"/>.</summary>
public static class DataTypes
{
    /// <summary>The size of one element in bytes.</summary>
    public static int Size(this DataType type) => type switch
    {
        DataType.F64 or DataType.I64 or DataType.U64 => 8,
        DataType.F32 or DataType.I32 or DataType.U32 => 4,
        DataType.F16 or DataType.BF16 or DataType.I16 or DataType.U16 => 2,
        _ => 1,
    };

    /// <summary>Whether elements are floating-point numbers.</summary>
    public static bool IsFloat(this DataType type) => type is DataType.F64 or DataType.F32 or DataType.F16 or DataType.BF16;

    /// <summary>The type's name in safetensors files, such as <c>F32</c>.</summary>
    public static string Name(this DataType type) => type == DataType.Bool ? "BOOL" : type.ToString();

    /// <summary>Finds the type with that name in safetensors files; false where it is none that this library reads.</summary>
    public static bool TryParse(string? name, [NotNullWhen(true)] out DataType? type)
    {
        foreach (DataType candidate in Enum.GetValues<DataType>())
            if (candidate.Name() == name)
            {
                type = candidate;
                return true;
            }
        type = null;
        return false;
    }
}
