namespace System.Runtime.CompilerServices;

/// <summary>What the C# compiler asks for to compile records, and netstandard2.0 lacks.</summary>
internal static class IsExternalInit;
