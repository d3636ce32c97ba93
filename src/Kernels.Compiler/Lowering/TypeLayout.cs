using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>How values of a C# type are represented.</summary>
internal abstract record TypeLayout
{
    /// <summary>The shape of a type without type parameters; null where kernels have no such type.</summary>
    public static TypeLayout? Of(ITypeSymbol type)
    {
        if (ScalarOf(type) is { } scalar) return new ScalarLayout(scalar);
        if (KernelTypes.IsView(type))
            return ElementOf(((INamedTypeSymbol)type).TypeArguments[0]) is { } element ? new ViewLayout(element) : null;
        if (KernelTypes.IsQuad(type)) return OfQuad(type);
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } named) return null;
        if (!named.IsTupleType && named.DeclaringSyntaxReferences.IsEmpty) return null;

        var fields = new List<FieldLayout>();
        foreach (IFieldSymbol field in FieldsOf(named))
        {
            if (Of(field.Type) is not { } shape) return null;
            fields.Add(new(field.AssociatedSymbol?.Name ?? field.Name, field, shape));
        }

        return new StructLayout(fields);
    }

    /// <summary>The fields that a struct's or tuple's values have, in order.</summary>
    public static IEnumerable<IFieldSymbol> FieldsOf(INamedTypeSymbol type) =>
        type.IsTupleType ? type.TupleElements : type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !field.IsConst);

    // A compilation does not know the private fields of the language's own types: properties stand for them.
    private static StructLayout OfQuad(ITypeSymbol type)
    {
        var element = new ScalarLayout(new IrType(Scalar.UInt));
        return new([.. type.GetMembers().OfType<IPropertySymbol>().Select(property => new FieldLayout(property.Name, property, element))]);
    }

    /// <summary>The scalar or vector that represents a C# type; null for all others.</summary>
    public static IrType? ScalarOf(ITypeSymbol type)
    {
        if (KernelTypes.IsIndex(type)) return IrType.Int;
        if (KernelTypes.LanesOf(type) is > 0 and int lanes) return new IrType(Scalar.Float, lanes);
        if (type is INamedTypeSymbol { EnumUnderlyingType: { } underlying }) return ScalarOf(underlying);
        return type.SpecialType switch
        {
            SpecialType.System_Boolean => IrType.Bool,
            SpecialType.System_SByte => new IrType(Scalar.SByte),
            SpecialType.System_Byte => new IrType(Scalar.Byte),
            SpecialType.System_Int16 => new IrType(Scalar.Short),
            SpecialType.System_UInt16 => new IrType(Scalar.UShort),
            SpecialType.System_Int32 => IrType.Int,
            SpecialType.System_UInt32 => new IrType(Scalar.UInt),
            SpecialType.System_Int64 => new IrType(Scalar.Long),
            SpecialType.System_UInt64 => new IrType(Scalar.ULong),
            SpecialType.System_Single => IrType.Float,
            _ => null,
        };
    }

    /// <summary>The elements of a view: memory alone has halves.</summary>
    private static Scalar? ElementOf(ITypeSymbol type) =>
        KernelTypes.IsHalf(type) ? Scalar.Half : ScalarOf(type) is { IsVector: false } scalar ? scalar.Element : null;

    /// <summary>The replacement for a type that kernels cannot use.</summary>
    public static string Advice(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Double or SpecialType.System_Decimal => "write 'float', with MathF and constants like 1.5f",
        SpecialType.System_String or SpecialType.System_Char => "use numbers",
        SpecialType.System_IntPtr or SpecialType.System_UIntPtr => "use 'int' or 'long'",
        _ => type switch
        {
            IArrayTypeSymbol => "take an ArrayView, or allocate SharedMemory",
            IPointerTypeSymbol or IFunctionPointerTypeSymbol => "take an ArrayView",
            { TypeKind: TypeKind.Delegate } => "call a static method by its name",
            { TypeKind: TypeKind.Class or TypeKind.Interface or TypeKind.Dynamic } => "use a struct of numbers and views",
            _ when KernelTypes.IsHalf(type) => "memory alone holds halves: read and write them with Element.Load and Element.Store, or by TVec",
            { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => "use a number that stands for none",
            _ when KernelTypes.IsView(type) => "the elements of a view are numbers",
            _ => "use numbers, enums, ArrayView, vectors, tuples, and structs of them that this project declares",
        },
    };
}

/// <summary>A number, a truth value or a vector.</summary>
internal sealed record ScalarLayout(IrType Type) : TypeLayout;

/// <summary>A view of elements.</summary>
internal sealed record ViewLayout(Scalar Element) : TypeLayout;

/// <summary>A struct or a tuple.</summary>
internal sealed record StructLayout(IReadOnlyList<FieldLayout> Fields) : TypeLayout
{
    /// <summary>The number of a field.</summary>
    public int IndexOf(ISymbol field)
    {
        for (int i = 0; i < Fields.Count; i++)
            if (NameOf(Fields[i].Symbol) == NameOf(field)) return i;
        return -1;
    }

    private static string NameOf(ISymbol field) => ((field as IFieldSymbol)?.CorrespondingTupleField ?? field).Name;
}

/// <summary>A field, by the name that a person gave it: an auto-property's field has the property's.</summary>
internal sealed record FieldLayout(string Name, ISymbol Symbol, TypeLayout Layout);
