using LiVOS.Runtime.Cpu;

namespace LiVOS.Runtime.Tests;

public sealed class TensorTests : IDisposable
{
    private readonly CpuDevice _device = new(threads: 1);
    private readonly DeviceMemory _memory = new();

    public void Dispose()
    {
        _memory.Dispose();
        _device.Dispose();
    }

    [Fact]
    public void What_is_written_is_read()
    {
        Tensor<int> tensor = _device.NewTensor<int>("labels", new Shape(1, 2, 3, 1), _memory);
        tensor.Write([1, 2, 3, 4, 5, 6]);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor.ToArray());
        Assert.Equal(24, _memory.Bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(2500)]
    public void Clear_reaches_every_element_and_no_other(int length)
    {
        var builder = new PlanBuilder(_device);
        Tensor<float> tensor = builder.Intermediate("t", Shape.Vector(length)), neighbour = builder.Intermediate("n", Shape.Vector(length));
        builder.Add(new RecordedLaunch(1, _ => { }, tensor, neighbour));
        using DeviceBuffer arena = _device.Allocate(1);
        builder.Build().Bind(arena);
        var ones = new float[length];
        Array.Fill(ones, 1);
        tensor.Write(ones);
        neighbour.Write(ones);

        tensor.Clear();

        Assert.All(tensor.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal(ones, neighbour.ToArray());
    }

    [Fact]
    public void Other_lengths_are_refused_with_name_and_shape()
    {
        Tensor<float> tensor = _device.NewTensor<float>("key", new Shape(2, 3, 5, 7), _memory);
        string write = Assert.Throws<ArgumentException>(() => tensor.Write(new float[209])).Message;
        string read = Assert.Throws<ArgumentException>(() => tensor.Read(new float[211])).Message;
        Assert.Equal("The tensor 'key' has 210 elements (2x3x5x7), not 209.", write);
        Assert.Contains("not 211", read);
    }

    [Fact]
    public void An_intermediate_tensor_of_no_bound_plan_has_no_contents()
    {
        var builder = new PlanBuilder(_device);
        Tensor<float> tensor = builder.Intermediate("skip", Shape.Vector(3));
        Assert.Contains("'skip'", Assert.Throws<InvalidOperationException>(tensor.ToArray).Message);
    }

    [Fact]
    public void A_part_lies_in_its_whole_and_lives_as_long()
    {
        var builder = new PlanBuilder(_device);
        Tensor<float> whole = builder.Intermediate("stem", new Shape(3, 2, 1, 16)), other = builder.Intermediate("other", new Shape(1, 2, 1, 16));
        builder.Add(new RecordedLaunch(1, _ => { }, whole.Part(1, 2).Part(1, 1)));
        builder.Add(new RecordedLaunch(1, _ => { }, other));
        builder.Add(new RecordedLaunch(1, _ => { }, whole.Part(0, 1)));
        Plan plan = builder.Build();
        using DeviceBuffer arena = _device.Allocate(1);
        plan.Bind(arena);

        other.Clear();
        whole.Write([.. Enumerable.Range(0, 96).Select(i => (float)i)]);

        Assert.Equal(128 * 4, plan.Arena.Bytes);
        Assert.Equal(Enumerable.Range(64, 32).Select(i => (float)i), whole.Part(1, 2).Part(1, 1).ToArray());
        Assert.Contains("'stem' has 3 objects, not 2 + 2", Assert.Throws<ArgumentOutOfRangeException>(() => whole.Part(2, 2)).Message);
    }

    [Fact]
    public void A_band_of_rows_lies_in_its_whole()
    {
        Tensor<float> whole = _device.NewTensor<float>("features", new Shape(2, 3, 2, 4), _memory);
        whole.Write([.. Enumerable.Range(0, 48).Select(i => (float)i)]);

        Tensor<float> band = whole.Part(1, 1).Band(1, 2);

        Assert.Equal(new Shape(1, 2, 2, 4), band.Shape);
        Assert.Equal(Enumerable.Range(32, 16).Select(i => (float)i), band.ToArray());
        Assert.Equal([40f, 41f], band.Band(1, 1).ToArray()[..2]);
        Assert.Contains("1 objects of 3 rows, not 2 + 2", Assert.Throws<ArgumentOutOfRangeException>(() => whole.Part(0, 1).Band(2, 2)).Message);
        Assert.Contains("2 objects of 3 rows", Assert.Throws<ArgumentOutOfRangeException>(() => whole.Band(0, 1)).Message);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(65536, 65536)]
    public void Shapes_that_kernels_cannot_index_are_refused(int height, int width) =>
        Assert.Contains("'huge'", Assert.Throws<ArgumentException>(() => _device.NewTensor<float>("huge", new Shape(1, height, width, 1), _memory)).Message);
}
