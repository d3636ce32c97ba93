using System;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.OpenCl;

/// <summary>How tightly C binds an expression, the tightest first.</summary>
internal enum Level
{
    Primary,
    Unary,
    Multiply,
    Add,
    Shift,
    Relate,
    Equal,
    And,
    Xor,
    Or,
    AndAlso,
    OrElse,
    Choose,
}

/// <summary>An expression in OpenCL C.</summary>
/// <param name="Code">The text.</param>
/// <param name="Level">How tightly its outermost operator binds.</param>
/// <param name="Type">The type of an element in C. If C's signed integers must not overflow, it may be the unsigned integer of the same
/// size.</param>
internal readonly record struct CText(string Code, Level Level, Scalar Type)
{
    /// <summary>The text for a place that takes operators up to <paramref name="loosest"/>.</summary>
    public string Within(Level loosest) => Level <= loosest ? Code : $"({Code})";

    /// <summary>The same value where C must take it for <paramref name="type"/>, or for something that it promotes to it.</summary>
    public CText As(Scalar type) => type == Scalar.Bool || (type == Scalar.Int && OpenClTypes.Promotes(Type)) ? this : Exactly(type);

    /// <summary>The same value where C must take it for <paramref name="type"/> and for nothing else.</summary>
    public CText Exactly(Scalar type)
    {
        if (Type == type) return this;

        // A cast of a cast to the same size is one cast.
        bool isCast = Level == Level.Unary && Code.StartsWith("(int)", StringComparison.Ordinal) && type == Scalar.UInt;
        return new($"({OpenClTypes.Name(type)}){(isCast ? Code.Substring("(int)".Length) : Within(Level.Unary))}", Level.Unary, type);
    }
}
