using System.Text;
using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

/// <summary>Kernels that wait for memory more than they compute reach it by 16 bytes at a time.</summary>
public class VectorAccessTests
{
    [Theory]
    [InlineData("Elementwise.Add")]
    [InlineData("Elementwise.Copy")]
    [InlineData("Normalization.LayerNorm")]
    [InlineData("GroupRows.LayerNorm")]
    [InlineData("Softmax.SoftmaxRows")]
    [InlineData("AreaResizing.AreaResize")]
    [InlineData("Bilinear.UpsampleAdd")]
    [InlineData("MaxPooling.MaxPool")]
    [InlineData("ChannelAttention.ChannelMean")]
    [InlineData("ChannelAttention.ScaleAdd")]
    [InlineData("Recurrence.GatedRecurrence")]
    [InlineData("PositionalEncoding.AddPositionalEncoding")]
    public void Rows_of_channels_are_read_and_written_as_vectors(string kernel)
    {
        string ptx = PtxOf(kernel);
        Assert.Contains("ld.global.v4.f32", ptx);
        Assert.Contains("st.global.v4.f32", ptx);
        Assert.DoesNotContain("ld.global.f32", ptx);
        Assert.DoesNotContain("st.global.f32", ptx);
    }

    [Theory]
    [InlineData("Elementwise.CopyHalfHalf")]
    [InlineData("AreaResizing.AreaResizeHalf")]
    [InlineData("Bilinear.UpsampleAddHalf")]
    [InlineData("MaxPooling.MaxPoolHalf")]
    [InlineData("ChannelAttention.ScaleAddHalf")]
    public void So_are_halves_by_8_bytes(string kernel)
    {
        string ptx = PtxOf(kernel);
        Assert.Contains("ld.global.v4.b16", ptx);
        Assert.Contains("st.global.v4.b16", ptx);
        Assert.DoesNotContain("ld.global.b16", ptx);
        Assert.DoesNotContain("st.global.b16", ptx);
    }

    [Theory]
    [InlineData("LinearMatching.MatchingNorm", "ld.global.v4.f32")]
    [InlineData("AreaResizing.AreaResizeMasks", "ld.global.v4.f32")]
    [InlineData("Aggregation.UpsampleSoftmax", "st.global.v4.f32")]
    [InlineData("ObjectSummary.SummaryValues", "st.global.v4.f32")]
    [InlineData("TiledMatching.Readout", "ld.shared.v4.f32")]
    [InlineData("TiledMatching.WeightedReductionSplits", "ld.shared.v4.f32")]
    public void So_is_a_part_of_what_others_read_or_write(string kernel, string instruction) => Assert.Contains(instruction, PtxOf(kernel));

    private static string PtxOf(string name)
    {
        KernelDescription kernel = KernelCatalog.Kernels.Single(kernel => kernel.Name == name);
        return Encoding.UTF8.GetString(kernel.Ptx(4));
    }
}
