namespace LiVOS.Tests;

public class OpenClPresenceTests
{
    [SkippableFact]
    public void OpenCL_devices_are_among_those_that_tests_run_on()
    {
        Skip.If(OpenClUnderTest.WhyNone is not null, $"The tests of every OpenCL device were left out: {OpenClUnderTest.WhyNone}.");
        Assert.NotEmpty(OpenClUnderTest.NaturalNames);
    }
}
