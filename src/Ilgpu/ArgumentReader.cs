using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;
using LiVOS.Runtime;

namespace LiVOS.Ilgpu;

/// <summary>Collects a launch's arguments, which come as tensors and single numbers, as the views and structs that an ILGPU kernel takes.</summary>
internal sealed class ArgumentReader(IlgpuDevice device) : IKernelArguments
{
    private readonly List<object> _passed = [];
    private int _next;

    /// <summary>The arguments of a launch.</summary>
    /// <param name="launch">The launch, bound to the device's memory.</param>
    /// <param name="types">The types that the kernel takes.</param>
    public object[] Read(Launch launch, IReadOnlyList<Type> types)
    {
        _passed.Clear();
        _next = 0;
        launch.PassArguments(this);
        object[] arguments = [.. types.Select(Take)];
        if (_next != _passed.Count)
            throw new InvalidOperationException($"{launch} passes {_passed.Count} numbers and tensors; its ILGPU kernel takes {_next}.");
        return arguments;
    }

    public void Pass(Tensor tensor) => _passed.Add(device.ViewOf(tensor));

    public void Pass<T>(T value) where T : unmanaged => _passed.Add(value);

    private object Take(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>))
            return Cast((ArrayView<byte>)_passed[_next++], type.GenericTypeArguments[0]);
        if (type.IsEnum) return Enum.ToObject(type, _passed[_next++]);
        if (type == typeof(bool)) return (int)_passed[_next++] != 0;
        if (type.IsPrimitive) return _passed[_next++];

        object structure = RuntimeHelpers.GetUninitializedObject(type);
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            field.SetValue(structure, Take(field.FieldType));
        return structure;
    }

    private static object Cast(ArrayView<byte> bytes, Type element) =>
        element == typeof(float) ? bytes.Cast<float>()
        : element == typeof(int) ? bytes.Cast<int>()
        : element == typeof(byte) ? bytes
        : throw new NotSupportedException($"Tensors of {element.Name} do not exist.");
}
