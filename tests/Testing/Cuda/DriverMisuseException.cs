namespace LiVOS.Testing.Cuda;

/// <summary>A call that the real driver would not forgive, or whose outcome it leaves open.</summary>
internal sealed class DriverMisuseException(string call, string what) : Exception($"{call}: {what}");
