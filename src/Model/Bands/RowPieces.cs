using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Bands;

/// <summary>An image [1, H, W, C] in pieces, each of some rows, that live apart: a piece's memory is free as soon as nothing reads it.</summary>
internal sealed class RowPieces
{
    private readonly List<(RowBand Band, Tensor<float> Rows)> _pieces = [];

    /// <summary>Records a piece with a copy of <paramref name="rows"/>, the next rows of the image.</summary>
    public void Add(PlanBuilder plan, RowBand band, Tensor<float> rows)
    {
        Tensor<float> piece = plan.Intermediate(rows.Name, rows.Shape, rows.InHalves);
        plan.CopyRows(rows, piece);
        _pieces.Add((band, piece));
    }

    /// <summary>Records the rows of a band, joined.</summary>
    public Tensor<float> Join(PlanBuilder plan, RowBand band)
    {
        Tensor<float> first = _pieces[0].Rows;
        Tensor<float> joined = plan.Intermediate(first.Name, first.Shape with { Height = band.Rows }, first.InHalves);
        foreach ((RowBand held, Tensor<float> rows) in _pieces)
        {
            var shared = new RowBand(Math.Max(held.From, band.From), Math.Min(held.To, band.To));
            if (shared.Rows > 0) plan.CopyRows(shared.Of(rows, held), shared.Of(joined, band));
        }

        return joined;
    }
}
