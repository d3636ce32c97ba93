using LiVOS.Runtime.Cpu;

namespace LiVOS.Runtime.Tests;

public sealed class ArenaLayoutTests : IDisposable
{
    private readonly CpuDevice _device = new(threads: 1);
    private readonly DeviceMemory _memory = new();
    private readonly PlanBuilder _builder;

    public ArenaLayoutTests() => _builder = new PlanBuilder(_device) { Capturing = true };

    public void Dispose()
    {
        _memory.Dispose();
        _device.Dispose();
    }

    [Fact]
    public void Tensors_that_live_at_different_times_share_memory()
    {
        Tensor<float> a = Intermediate(100), b = Intermediate(50), c = Intermediate(100);
        Launch(a);
        Launch(a, b);
        Launch(b, c);

        ArenaLayout arena = _builder.Build().Arena;

        Assert.Equal(arena.OffsetOf(a), arena.OffsetOf(c));
        Assert.Equal(448 + 256, arena.Bytes); // 400 and 200 bytes, in lines of 64
        Assert.Equal(600, arena.PeakLiveBytes);
        Assert.Equal([a, b], arena.LargestAtPeak);
    }

    [Fact]
    public void Tensors_in_memory_of_their_own_are_not_laid_out()
    {
        Launch(_device.NewTensor<float>("weights", Shape.Vector(10), _memory));

        ArenaLayout arena = _builder.Build().Arena;

        Assert.Equal((0, 0), (arena.Bytes, arena.PeakLiveBytes));
        Assert.Empty(arena.LargestAtPeak);
    }

    [Theory]
    [InlineData(100, false, true)]
    [InlineData(100, true, false)]
    [InlineData(99, false, false)]
    public void An_output_replaces_an_input_of_its_size_that_nobody_reads_later(int length, bool readLater, bool replaced)
    {
        Tensor<float> input = Intermediate(100), output = Intermediate(length);
        Launch(input);
        Launch(input, output);
        _builder.AllowInPlace(output, input);
        if (readLater) Launch(input, output);

        ArenaLayout arena = _builder.Build().Arena;

        Assert.Equal(replaced, arena.OffsetOf(input) == arena.OffsetOf(output));
        Assert.Equal(replaced ? 448 : 896, arena.Bytes);
    }

    [Fact]
    public void Replacements_follow_one_another()
    {
        Tensor<float> a = Intermediate(10), b = Intermediate(10), c = Intermediate(10);
        Launch(a, b);
        Launch(b, c);
        _builder.AllowInPlace(b, a);
        _builder.AllowInPlace(c, b);
        Assert.Equal(40, _builder.Build().Arena.PeakLiveBytes);
    }

    [Fact]
    public void Only_one_of_two_outputs_replaces_their_input()
    {
        Tensor<float> input = Intermediate(10), one = Intermediate(10), two = Intermediate(10);
        Launch(input);
        Launch(input, one, two);
        _builder.AllowInPlace(one, input);
        _builder.AllowInPlace(two, input);

        ArenaLayout arena = _builder.Build().Arena;

        Assert.NotEqual(arena.OffsetOf(one), arena.OffsetOf(two));
    }

    [Fact]
    public void What_is_traced_is_neither_overwritten_nor_replaced()
    {
        Tensor<float> captured = Intermediate(10), other = Intermediate(10), last = Intermediate(10);
        Launch(captured);
        Launch(other);
        Launch(captured, last);
        _builder.AllowInPlace(last, captured);
        _builder.Capture("captured", captured);

        Plan plan = _builder.Build();

        Assert.Same(captured, plan.Captured["captured"]);
        Assert.NotEqual(plan.Arena.OffsetOf(captured), plan.Arena.OffsetOf(other));
        Assert.NotEqual(plan.Arena.OffsetOf(captured), plan.Arena.OffsetOf(last));
    }

    /// <summary>
    /// Random plans run on numbers: every launch requires that its inputs hold what their writers wrote and writes its outputs, so any two
    /// tensors that live at a time and overlap make some launch fail.
    /// </summary>
    [Fact]
    public void No_launch_of_a_random_plan_finds_its_inputs_overwritten()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var builder = new PlanBuilder(_device) { Capturing = true };
            List<Tensor<float>> tensors = [];
            for (int i = 0; i < 25; i++)
            {
                // Recent tensors are read more often, as in a network.
                List<Tensor<float>> inputs = [.. tensors.Where((_, n) => random.Next(tensors.Count - n + 1) == 0)];
                List<Tensor<float>> outputs = [];
                for (int o = random.Next(1, 3); o > 0; o--)
                {
                    int length = random.Next(3) == 0 && inputs.Count > 0 ? (int)inputs[^1].Shape.Length : random.Next(1, 200);
                    Tensor<float> output = builder.Intermediate($"t{tensors.Count}", Shape.Vector(length));
                    if (inputs.Count > 0 && random.Next(2) == 0) builder.AllowInPlace(output, inputs[random.Next(inputs.Count)]);
                    tensors.Add(output);
                    outputs.Add(output);
                }

                if (random.Next(10) == 0) builder.Capture(outputs[0].Name, outputs[0]);
                builder.Add(new RecordedLaunch(1, _ => ReadThenWrite(seed, inputs, outputs), [.. inputs, .. outputs]));
            }

            Plan plan = builder.Build();
            using DeviceBuffer arena = _device.Allocate(1);
            plan.Bind(arena);
            plan.Run();

            foreach (Tensor<float> captured in plan.Captured.Values) RequireContents(seed, captured);
            Assert.All(tensors, tensor => Assert.Equal(0, plan.Arena.OffsetOf(tensor) % 64));
            Assert.Equal(tensors.Max(t => plan.Arena.OffsetOf(t) + (t.Bytes + 63) / 64 * 64), plan.Arena.Bytes);
            Assert.InRange(plan.Arena.PeakLiveBytes, plan.Arena.LargestAtPeak.Max(t => t.Bytes), plan.Arena.Bytes);
            Assert.Equal(plan.Arena.PeakLiveBytes, plan.Arena.LargestAtPeak.Sum(t => t.Bytes));
        }
    }

    private static void ReadThenWrite(int seed, List<Tensor<float>> inputs, List<Tensor<float>> outputs)
    {
        foreach (Tensor<float> input in inputs) RequireContents(seed, input);
        foreach (Tensor<float> output in outputs) output.Write([.. Contents(output)]);
        foreach (Tensor<float> output in outputs) RequireContents(seed, output);
    }

    private static void RequireContents(int seed, Tensor<float> tensor)
    {
        if (!tensor.ToArray().SequenceEqual(Contents(tensor))) throw new InvalidOperationException($"seed {seed}: {tensor} is overwritten");
    }

    private static IEnumerable<float> Contents(Tensor<float> tensor) => Enumerable.Repeat(float.Parse(tensor.Name[1..]), (int)tensor.Shape.Length);

    private Tensor<float> Intermediate(int length) => _builder.Intermediate("t", Shape.Vector(length));

    private void Launch(params Tensor[] operands) => _builder.Add(new RecordedLaunch(1, _ => { }, operands));
}
