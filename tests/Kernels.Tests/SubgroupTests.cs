using System.Text;
using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

/// <summary>Kernels with warps as OpenCL C: PoCL has no sub-groups, so that devices here run the text without them; the texts with them are compiled by
/// Clang, which knows their functions.</summary>
public class SubgroupTests
{
    private const string WholeHeader = "-cl-no-stdinc"; // Clang's own list of functions leaves out Intel's; its header has them

    private static readonly (string Kernel, int Width)[] s_withWarps = [.. KernelCatalog.Kernels
        .SelectMany(kernel => (kernel.HasVectors ? [4, 1] : new[] { 4 }).Select(width => (kernel.Name, width)))
        .Where(each => TextOf(each.Name, each.width).Contains("warp_shuffle", StringComparison.Ordinal))];

    /// <summary>The kernels that ask for warps, by their text.</summary>
    public static TheoryData<string, int> Kernels
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach ((string kernel, int width) in s_withWarps) data.Add(kernel, width);
            return data;
        }
    }

    [SkippableTheory, MemberData(nameof(Kernels))]
    public async Task Sub_groups_compile(string kernel, int width)
    {
        Tool.Clang.SkipIfMissing();
        string text = TextOf(kernel, width);
        await Tool.Clang.RunAsync(text, WholeHeader, "-Werror", "-D", "LIVOS_KHR_WARPS");
        await Tool.Clang.RunAsync(text, WholeHeader, "-Werror", "-D", "LIVOS_INTEL_WARPS");
        await Tool.Clang.RunAsync(text, WholeHeader, "-Werror");
    }

    [Fact]
    public void Row_norms_and_matching_ask_for_warps()
    {
        string[] names = [.. s_withWarps.Select(each => each.Kernel).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["GroupMatching.MatchingNorm", "GroupRows.LayerNorm"], names);
    }

    private static string TextOf(string kernel, int width) =>
        Encoding.UTF8.GetString(KernelCatalog.Kernels.Single(each => each.Name == kernel).OpenClC(width));
}
