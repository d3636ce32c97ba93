namespace LiVOS.Runtime.OpenCl;

/// <summary>The options of a device's compiler.</summary>
internal static class OpenClBuildOptions
{
    private const string CorrectDivision = " -cl-fp32-correctly-rounded-divide-sqrt";

    /// <summary>Those of any kernel. Without correct rounding, quotients differ from those of C#.</summary>
    public static string Of(OpenClDeviceInfo device) => Of("CL1.2", device.DividesCorrectly);

    /// <summary>Those with which a kernel's warps are sub-groups, whose items exchange registers; null for a device that has none. Sub-groups came with
    /// OpenCL 2.</summary>
    public static string? WithWarps(OpenClDeviceInfo device) => WithWarps(device.Version, device.Extensions, device.DividesCorrectly);

    /// <inheritdoc cref="WithWarps(OpenClDeviceInfo)"/>
    /// <param name="version">The device's version, such as "OpenCL 3.0 NEO".</param>
    /// <param name="extensions">The device's extensions.</param>
    /// <param name="dividesCorrectly">Whether it can divide correctly.</param>
    public static string? WithWarps(string version, IReadOnlyList<string> extensions, bool dividesCorrectly)
    {
        string? standard = OpenClDeviceInfo.NumberOf(version) switch { { Major: >= 3 } => "CL3.0", { Major: 2 } => "CL2.0", _ => null };
        string? warps = extensions.Contains("cl_khr_subgroups") && extensions.Contains("cl_khr_subgroup_shuffle") ? "LIVOS_KHR_WARPS"
            : extensions.Contains("cl_intel_subgroups") ? "LIVOS_INTEL_WARPS" : null;
        return standard is null || warps is null ? null : $"{Of(standard, dividesCorrectly)} -D {warps}";
    }

    private static string Of(string standard, bool dividesCorrectly) => $"-cl-std={standard}{(dividesCorrectly ? CorrectDivision : "")}";
}
