using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Tests;

public class LinearMatchingTests
{
    public static TheoryData<string, (int Positions, int Channels)> NormCases => Devices.Times(MatchingCases.Norm);

    public static TheoryData<string, MatchingCase> Cases => Devices.Times(MatchingCases.All);

    public static TheoryData<string, (MatchingCase Case, bool Shared, bool Gated)> SumCases => Devices.Times(MatchingCases.Sums);

    [Theory, MemberData(nameof(NormCases))]
    public void MatchingNorm(string device, (int Positions, int Channels) c) => MatchingChecks.Norm(
        device, c, x => Launches.LinearMatching.MatchingNorm(2, x.Key, x.KeySum, x.KeySumAtIntroduction, x.Norm, c.Positions, c.Channels));

    [Theory, MemberData(nameof(Cases))]
    public void Readout(string device, MatchingCase c) => MatchingChecks.Readout(device, c, (on, x) =>
    {
        int blocks = Integers.DivideUp(c.Positions, LinearMatching.ReadoutBlock);
        int scratch = LinearMatching.ReadoutScratch(Launch.WidthFor(on.VectorWidth, c.Values), c.Keys);
        return Launches.LinearMatching.Readout(
            LaunchShape.Tiles(blocks, c.Objects, dynamicShared: scratch), x.Key, x.State, x.Norm, x.Introduced, x.Y, c.Positions, c.Keys, c.Values);
    });

    [Theory, MemberData(nameof(SumCases))]
    public void WeightedReduction(string device, (MatchingCase Case, bool Shared, bool Gated) test) =>
        MatchingChecks.WeightedReduction(device, test, (rig, x) =>
        {
            int width = Launch.WidthFor(rig.Device.VectorWidth, test.Case.Values);
            LaunchShape grid = MatchingOps.WeightedReductionGrid(width, test.Case.Objects, x.Shape);
            return [Launches.LinearMatching.WeightedReduction(grid, x.Weight, x.Value, x.Gate, x.Sums, x.Shape)];
        });
}
