using System.Linq;
using LiVOS.Kernels.Compiler.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LiVOS.Kernels.Compiler;

/// <summary>The extent that a kernel's vectors lie along: the expression of <c>[VectorOver]</c>.</summary>
internal static class VectorOver
{
    /// <summary>The expression; null where the kernel has none.</summary>
    public static string? Of(IMethodSymbol method)
    {
        AttributeData? attribute = method.GetAttributes().FirstOrDefault(one => KernelTypes.NameOf(one.AttributeClass) == "VectorOverAttribute");
        return attribute is null ? null : attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
    }

    /// <summary>Why a launch cannot compute the extent; null where it can, or need not.</summary>
    public static string? Objection(IMethodSymbol method)
    {
        if (Of(method) is not { } extent) return null;
        if (KernelSignature.VectorOf(method) is null) return "it has no vectors: leave out [VectorOver], or give it a type parameter TVec";
        ExpressionSyntax expression = SyntaxFactory.ParseExpression(extent);
        return expression.ContainsDiagnostics || !IsInt(expression, method)
            ? $"[VectorOver(\"{extent}\")] must be an int, made of its parameters: nameof(channels), or \"channels / 2\""
            : null;
    }

    private static bool IsInt(ExpressionSyntax expression, IMethodSymbol method) => expression switch
    {
        ParenthesizedExpressionSyntax inner => IsInt(inner.Expression, method),
        BinaryExpressionSyntax sum => IsArithmetic(sum.Kind()) && IsInt(sum.Left, method) && IsInt(sum.Right, method),
        LiteralExpressionSyntax literal => literal.Token.Value is int,
        _ => TypeOf(expression, method)?.SpecialType == SpecialType.System_Int32,
    };

    private static bool IsArithmetic(SyntaxKind kind) =>
        kind is SyntaxKind.AddExpression or SyntaxKind.SubtractExpression or SyntaxKind.MultiplyExpression or SyntaxKind.DivideExpression;

    /// <summary>The type of a parameter, or of a member of one; null for all else.</summary>
    private static ITypeSymbol? TypeOf(ExpressionSyntax expression, IMethodSymbol method) => expression switch
    {
        IdentifierNameSyntax name =>
            method.Parameters.FirstOrDefault(parameter => parameter.Name == name.Identifier.ValueText && !KernelTypes.IsIndex(parameter.Type))?.Type,
        MemberAccessExpressionSyntax access => TypeOf(access.Expression, method)?.GetMembers(access.Name.Identifier.ValueText).FirstOrDefault() switch
        {
            IPropertySymbol { IsStatic: false } property => property.Type,
            IFieldSymbol { IsStatic: false } field => field.Type,
            _ => null,
        },
        _ => null,
    };
}
