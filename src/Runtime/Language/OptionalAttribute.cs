namespace LiVOS.Runtime.Language;

/// <summary>Marks a tensor that a launch may leave out (null). Another one stands in for it then: the kernel must not read or write it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OptionalAttribute : Attribute;
