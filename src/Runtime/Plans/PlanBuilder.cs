namespace LiVOS.Runtime;

/// <summary>Records launches, in order, and the intermediate tensors between them.</summary>
/// <param name="device">The device that the plan is for.</param>
public sealed class PlanBuilder(Device device)
{
    private readonly List<Launch> _launches = [];
    private readonly Dictionary<Tensor, Tensor> _replacements = [];
    private readonly HashSet<Tensor> _kept = [];
    private readonly Dictionary<string, Tensor<float>> _captured = [];
    private string _layer = "";

    /// <summary>The device that the plan is for.</summary>
    public Device Device { get; } = device;

    /// <summary>Whether <see cref="Capture"/> has an effect.</summary>
    public bool Capturing { get; init; }

    /// <summary>Whether launches may be timed on the device while the plan is recorded, to choose the fastest.</summary>
    public bool MayMeasure { get; init; }

    /// <summary>Creates a tensor that lives from the first launch that uses it to the last.</summary>
    /// <param name="name">A name for reports.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="inHalves">Whether memory holds its floats as halves (<see cref="Tensor.InHalves"/>).</param>
    public Tensor<float> Intermediate(string name, Shape shape, bool inHalves = false) => new(name, shape, intermediate: true, inHalves);

    /// <summary>Appends a launch.</summary>
    public void Add(Launch launch)
    {
        launch.Layer = _layer;
        _launches.Add(launch);
    }

    /// <summary>Allows <paramref name="output"/> to overwrite <paramref name="input"/> in place if no later launch reads the input. The launch
    /// must read each element of the input before it writes that element, or in the same item.</summary>
    public void AllowInPlace(Tensor output, Tensor input) => _replacements[output] = input;

    /// <summary>Keeps a tensor readable after the run, under <paramref name="name"/>, if <see cref="Capturing"/>.</summary>
    public void Capture(string name, Tensor<float> tensor)
    {
        if (!Capturing) return;
        _kept.Add(tensor);
        _captured[name] = tensor;
    }

    /// <summary>Names the layer of all launches until the returned scope ends.</summary>
    public LayerScope Layer(string name)
    {
        string outer = _layer;
        _layer = name;
        return new LayerScope(this, outer);
    }

    /// <summary>Lays out the arena and returns the plan, which places its tensors when it is bound to memory.</summary>
    public Plan Build() => new(Device, [.. _launches], ArenaLayout.Of(_launches, _replacements, _kept), _captured);

    /// <summary>Restores the outer layer's name at the end of a <c>using</c>.</summary>
    public readonly struct LayerScope : IDisposable
    {
        private readonly PlanBuilder _builder;
        private readonly string _outer;

        internal LayerScope(PlanBuilder builder, string outer)
        {
            _builder = builder;
            _outer = outer;
        }

        /// <summary>Ends the layer.</summary>
        public void Dispose() => _builder._layer = _outer;
    }
}
