using LiVOS.Runtime;

namespace LiVOS.Model.Bands;

/// <summary>Some rows of an image at some resolution: from <paramref name="From"/> up to, not including, <paramref name="To"/>.</summary>
internal readonly record struct RowBand(int From, int To)
{
    /// <summary>Bands begin at multiples of so many rows, at every resolution: Winograd's tiles then lie as they lie in the whole image.</summary>
    public const int Step = 4;

    /// <summary>The number of rows.</summary>
    public int Rows => To - From;

    /// <summary>The same rows at <paramref name="factor"/> times the resolution.</summary>
    public RowBand Times(int factor) => new(From * factor, To * factor);

    /// <summary>The same rows at a resolution <paramref name="factor"/> times smaller.</summary>
    public RowBand Over(int factor) => new(From / factor, To / factor);

    /// <summary>This band with <paramref name="halo"/> rows more on each side, as far as an image of <paramref name="height"/> rows has them.</summary>
    public RowBand Widened(int halo, int height)
    {
        int rows = (halo + Step - 1) / Step * Step;
        return new RowBand(Math.Max(From - rows, 0), Math.Min(To + rows, height));
    }

    /// <summary>This band of <paramref name="x"/>, which holds the rows of <paramref name="held"/>.</summary>
    public Tensor<float> Of(Tensor<float> x, RowBand held) => this == held ? x : x.Band(From - held.From, Rows);

    /// <summary>This band of a whole image.</summary>
    public Tensor<float> Of(Tensor<float> whole) => Of(whole, new RowBand(0, whole.Shape.Height));
}
