using System.Collections.Generic;
using System.Threading;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>From a <c>[Kernel]</c> method to the intermediate representation.</summary>
internal static class KernelLowering
{
    /// <summary>Lowers a kernel for one width of vector and one choice of elements.</summary>
    /// <param name="kernel">A method whose signature is a kernel's.</param>
    /// <param name="compilation">The compilation that has the method, and the source of all that it calls.</param>
    /// <param name="lanes">16, 8, 4 or 1; 0 for a kernel without vectors.</param>
    /// <param name="elements">What stands for its types of elements.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The kernel; or null with its problems, of which those that the C# compiler reports are left out.</returns>
    public static (KernelFunction? Kernel, IReadOnlyList<DiagnosticInfo> Problems) Lower(
        IMethodSymbol kernel, Compilation compilation, int lanes, ElementChoice elements, CancellationToken cancellation)
    {
        if (MethodBody.Of(kernel, compilation, cancellation) is not { } body) return (null, []);
        var frame = new CallFrame(kernel, body, caller: null, outer: null);
        int next = 0;
        foreach (ITypeParameterSymbol parameter in kernel.TypeParameters)
        {
            string name = !KernelTypes.IsElement(parameter) ? $"{KernelTypes.Namespace}.Vec{lanes}"
                : elements.InHalves[next++] ? "System.Half" : "System.Single";
            if (compilation.GetTypeByMetadataName(name) is not { } type) return (null, []);
            frame.Types[parameter] = type;
        }

        return new Lowerer(compilation, frame, kernel.Name + elements.Suffix, lanes, cancellation).Run();
    }
}
