using System.Collections.Frozen;
using System.Reflection;
using LiVOS.Ilgpu.Language;

namespace LiVOS.Ilgpu;

/// <summary>The kernels of this assembly as methods, which ILGPU compiles.</summary>
internal static class KernelMethods
{
    private static readonly FrozenDictionary<string, MethodInfo> s_methods = typeof(KernelMethods).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .Where(method => method.IsDefined(typeof(KernelAttribute)))
        .ToFrozenDictionary(method => $"{method.DeclaringType!.Name}.{method.Name}");

    /// <summary>Their names, each with its class.</summary>
    public static IEnumerable<string> Names => s_methods.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether a type parameter is a vector, rather than elements of memory.</summary>
    private static bool IsVector(Type parameter) => parameter.GetGenericParameterConstraints().Any(constraint => constraint.IsGenericType);

    /// <summary>The method of a kernel, over floats.</summary>
    /// <param name="kernel">Its name, with its class.</param>
    /// <param name="width">The lanes of a vector: 4 or 1; ignored for a kernel without vectors.</param>
    /// <exception cref="ArgumentException">There is no such kernel.</exception>
    public static MethodInfo Find(string kernel, int width)
    {
        if (!s_methods.TryGetValue(kernel, out MethodInfo? method)) throw new ArgumentException($"There is no kernel '{kernel}' for ILGPU.");
        if (!method.IsGenericMethodDefinition) return method;
        Type vector = width == Vec4.Width ? typeof(Vec4) : typeof(Vec1);
        return method.MakeGenericMethod([.. method.GetGenericArguments().Select(IsVector).Select(isVector => isVector ? vector : typeof(float))]);
    }
}
