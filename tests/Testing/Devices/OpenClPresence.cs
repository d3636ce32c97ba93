using Xunit;

namespace LiVOS.Testing.Devices;

/// <summary>Says in a project's results whether its tests ran on OpenCL devices. A project derives its test from it.</summary>
public abstract class OpenClPresence
{
    [SkippableFact]
    public void OpenCL_devices_are_among_those_that_tests_run_on()
    {
        Skip.If(OpenClUnderTest.WhyNone is not null, $"The tests of every OpenCL device were left out: {OpenClUnderTest.WhyNone}.");
        Assert.NotEmpty(OpenClUnderTest.NaturalNames);
    }
}
