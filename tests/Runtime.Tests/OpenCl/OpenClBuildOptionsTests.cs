using LiVOS.Runtime.OpenCl;

namespace LiVOS.Runtime.Tests.OpenCl;

public class OpenClBuildOptionsTests
{
    [Theory]
    [InlineData("OpenCL 3.0 NEO", "cl_khr_subgroups cl_khr_subgroup_shuffle", "-cl-std=CL3.0 -D LIVOS_KHR_WARPS")]
    [InlineData("OpenCL 2.0 QUALCOMM", "cl_khr_fp16 cl_khr_subgroups cl_khr_subgroup_shuffle", "-cl-std=CL2.0 -D LIVOS_KHR_WARPS")]
    [InlineData("OpenCL 3.0 NEO", "cl_intel_subgroups", "-cl-std=CL3.0 -D LIVOS_INTEL_WARPS")]
    [InlineData("OpenCL 2.1", "cl_khr_subgroups", null)] // without shuffles they are of no use here
    [InlineData("OpenCL 1.2", "cl_intel_subgroups", null)]
    [InlineData("OpenCL 3.0 PoCL", "cl_khr_fp64", null)]
    [InlineData("unknown", "cl_intel_subgroups", null)]
    public void Warps_are_sub_groups_where_a_device_has_them(string version, string extensions, string? options) =>
        Assert.Equal(options, OpenClBuildOptions.WithWarps(version, extensions.Split(' '), dividesCorrectly: false));

    [Fact]
    public void They_divide_correctly_where_the_device_can() => Assert.Equal(
        "-cl-std=CL3.0 -cl-fp32-correctly-rounded-divide-sqrt -D LIVOS_INTEL_WARPS",
        OpenClBuildOptions.WithWarps("OpenCL 3.0", ["cl_intel_subgroups"], dividesCorrectly: true));
}
