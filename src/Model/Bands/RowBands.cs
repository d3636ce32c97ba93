using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Bands;

/// <summary>
/// How many bands of rows the layers of high resolution run in, one band after another (docs/memory.md): their activations, the largest of
/// a frame, are then those of a band. What a band's edges read of its neighbours is computed twice, so the results are the same to the bit.
/// </summary>
/// <param name="Count">1 for whole images.</param>
internal readonly record struct RowBands(int Count)
{
    /// <summary>Whether images are not divided.</summary>
    public bool IsWhole => Count == 1;

    /// <summary>The bands of an image of <paramref name="height"/> rows.</summary>
    public IEnumerable<RowBand> Of(int height)
    {
        int rows = Integers.DivideUp(Integers.DivideUp(height, Count), RowBand.Step) * RowBand.Step;
        for (int from = 0; from < height; from += rows) yield return new RowBand(from, Math.Min(from + rows, height));
    }

    /// <summary>Records a tensor band by band.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="shape">[N, H, W, C]</param>
    /// <param name="record">Records the rows of a band of object n: [1, rows, W, C].</param>
    public Tensor<float> Assemble(PlanBuilder plan, string name, Shape shape, Func<int, RowBand, Tensor<float>> record)
    {
        Tensor<float>? whole = null;
        for (int n = 0; n < shape.Objects; n++)
        {
            foreach (RowBand band in Of(shape.Height))
            {
                Tensor<float> rows = record(n, band);
                whole ??= plan.Intermediate(name, shape, rows.InHalves);
                plan.CopyRows(rows, band.Of(whole.Part(n, 1)));
            }
        }

        return whole!;
    }
}
