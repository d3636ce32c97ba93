namespace LiVOS.Kernels.Tests;

public class GroupMatchingTests
{
    public static TheoryData<string, (int Positions, int Channels)> Cases => Devices.WithGroupsTimes(MatchingCases.Norm);

    [Theory, MemberData(nameof(Cases))]
    public void MatchingNorm(string device, (int Positions, int Channels) c) => MatchingChecks.Norm(
        device, c,
        x => Launches.GroupMatching.MatchingNorm(MatchingOps.NormGrid(2), x.Key, x.KeySum, x.KeySumAtIntroduction, x.Norm, c.Positions * c.Channels));
}
