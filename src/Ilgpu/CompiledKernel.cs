using System.Linq.Expressions;
using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace LiVOS.Ilgpu;

/// <summary>A kernel that ILGPU has compiled, with a delegate that passes it boxed arguments: they are boxed once for a plan, not for a frame.</summary>
internal sealed class CompiledKernel
{
    private readonly Action<AcceleratorStream, object[]> _launch;

    /// <summary>Compiles a kernel.</summary>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="method">The kernel's method.</param>
    /// <exception cref="IlgpuException">ILGPU, or the driver, cannot compile it.</exception>
    public CompiledKernel(Accelerator accelerator, MethodInfo method)
    {
        Type[] types = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        IsOverItems = types[0] == typeof(Index1D);
        ArgumentTypes = IsOverItems ? types[1..] : types;
        try
        {
            Kernel kernel = IsOverItems ? accelerator.LoadAutoGroupedKernel(method) : accelerator.LoadKernel(method);
            _launch = Bind(kernel, [IsOverItems ? typeof(Index1D) : typeof(KernelConfig), .. ArgumentTypes]);
        }
        catch (Exception error) when (error is InternalCompilerException or NotSupportedException or AcceleratorException or AggregateException)
        {
            throw IlgpuException.Of($"ILGPU cannot compile the kernel {method.DeclaringType!.Name}.{method.Name}", error);
        }
    }

    /// <summary>Whether the kernel is implicitly grouped.</summary>
    public bool IsOverItems { get; }

    /// <summary>The types of its arguments, without the index.</summary>
    public IReadOnlyList<Type> ArgumentTypes { get; }

    /// <summary>Enqueues the kernel.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="arguments">The extent (<see cref="Index1D"/> or <see cref="KernelConfig"/>) and the arguments.</param>
    public void Launch(AcceleratorStream stream, object[] arguments) => _launch(stream, arguments);

    private static Action<AcceleratorStream, object[]> Bind(Kernel kernel, Type[] types)
    {
        ParameterExpression stream = Expression.Parameter(typeof(AcceleratorStream)), values = Expression.Parameter(typeof(object[]));
        Delegate launcher = kernel.Launcher!.CreateDelegate(Expression.GetActionType([typeof(AcceleratorStream), .. types]), kernel);
        IEnumerable<Expression> arguments = types.Select((type, i) => Expression.Unbox(Expression.ArrayIndex(values, Expression.Constant(i)), type));
        Expression call = Expression.Invoke(Expression.Constant(launcher), [stream, .. arguments]);
        return Expression.Lambda<Action<AcceleratorStream, object[]>>(call, stream, values).Compile();
    }
}
