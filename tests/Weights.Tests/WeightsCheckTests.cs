using LiVOS.Weights.Safetensors;

namespace LiVOS.Weights.Tests;

public sealed class WeightsCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RangesLeaveNonFiniteNumbersOutAndCountThem()
    {
        TensorEntry[] tensors =
        [
            new("fine", DataType.F32, [100_000]), new("bad", DataType.F16, [4]), new("worse", DataType.F32, [1]), new("none", DataType.F32, [0]),
            new("whole", DataType.I64, [1]),
        ];
        using (SafetensorsWriter writer = new(_folder["x"], tensors, new Dictionary<string, string>()))
        {
            writer.Write([.. Enumerable.Range(0, 100_000).Select(i => i - 7f)]);
            writer.Write([(Half)1, Half.NaN, Half.NegativeInfinity, (Half)(-2)]);
            writer.Write([float.NaN]);
            writer.Write(BitConverter.GetBytes(5L));
            writer.Commit();
        }
        using SafetensorsFile file = SafetensorsFile.Open(_folder["x"]);
        Assert.Equal(new TensorRange(-7, 99_992, 0), WeightsCheck.Range(file, file.Get("fine")));
        Assert.Equal(new TensorRange(-2, 1, 2), WeightsCheck.Range(file, file.Get("bad")));
        Assert.Equal(new TensorRange(0, 0, 1), WeightsCheck.Range(file, file.Get("worse")));
        Assert.Equal(default, WeightsCheck.Range(file, file.Get("none")));
        Assert.Equal(["bad", "worse"], WeightsCheck.FindNonFinite(file).Select(tensor => tensor.Name));
    }
}
