namespace LiVOS.Runtime;

/// <summary>
/// Places the intermediate tensors of a plan in one arena, where tensors that live at different times share memory: one after another, each at the
/// lowest offset that is free during its whole lifetime, in the order that makes the arena smallest. An output may overwrite an input in place if its
/// launch is the input's last reader.
/// </summary>
public sealed class ArenaLayout
{
    private const long Alignment = 64;

    private static readonly Func<Block, long>[] s_orders = [block => block.Bytes, block => block.Bytes * block.Lifetime, block => block.Lifetime]; // descending

    private readonly List<Block> _blocks = [];

    private ArenaLayout(long bytes, long liveBytes)
    {
        Bytes = bytes;
        PeakLiveBytes = liveBytes;
    }

    /// <summary>The size of the arena.</summary>
    public long Bytes { get; }

    /// <summary>The peak of live bytes: a perfect packing would need as much.</summary>
    public long PeakLiveBytes { get; }

    /// <summary>The largest tensors that are live at the peak, largest first.</summary>
    public IReadOnlyList<Tensor> LargestAtPeak { get; private init; } = [];

    /// <summary>The offset of <paramref name="tensor"/>, in bytes from the start of the arena.</summary>
    public long OffsetOf(Tensor tensor) => _blocks.First(block => block.Tensors.Contains(tensor)).Offset;

    /// <summary>Lays out the intermediate operands of <paramref name="launches"/>.</summary>
    /// <param name="launches">The launches, in order.</param>
    /// <param name="replacements">Outputs that may overwrite an input in place.</param>
    /// <param name="kept">Tensors that must keep their contents to the end.</param>
    public static ArenaLayout Of(
        IReadOnlyList<Launch> launches, IReadOnlyDictionary<Tensor, Tensor> replacements, IReadOnlySet<Tensor> kept)
    {
        List<Block> blocks = FindBlocks(launches, replacements, kept);
        (long live, int peak) = MeasurePeak(blocks, launches.Count);
        long bytes = PackInBestOrder(blocks, enough: live + Alignment * blocks.Count);
        var layout = new ArenaLayout(bytes, live)
        {
            LargestAtPeak = [.. blocks.Where(b => b.First <= peak && peak <= b.Last).OrderByDescending(b => b.Bytes).Select(b => b.Tensors[0])],
        };
        layout._blocks.AddRange(blocks);
        return layout;
    }

    internal void Place(DeviceBuffer buffer)
    {
        foreach (Block block in _blocks)
            foreach (Tensor tensor in block.Tensors)
                tensor.Place(buffer, block.Offset);
    }

    private static List<Block> FindBlocks(
        IReadOnlyList<Launch> launches, IReadOnlyDictionary<Tensor, Tensor> replacements, IReadOnlySet<Tensor> kept)
    {
        var lastUse = new Dictionary<Tensor, int>();
        for (int i = 0; i < launches.Count; i++)
            foreach (Tensor tensor in Intermediates(launches[i]))
                lastUse[tensor] = i;
        foreach (Tensor tensor in kept.Where(lastUse.ContainsKey)) lastUse[tensor] = launches.Count;

        var blockOf = new Dictionary<Tensor, Block>();
        var blocks = new List<Block>();
        for (int i = 0; i < launches.Count; i++)
        {
            foreach (Tensor tensor in Intermediates(launches[i]).Where(t => !blockOf.ContainsKey(t)))
            {
                if (replacements.TryGetValue(tensor, out Tensor? input) && blockOf.TryGetValue(input, out Block? block)
                    && block.Last == i && block.Tensors[^1] == input && block.Bytes == tensor.Bytes)
                {
                    block.Tensors.Add(tensor);
                    block.Last = lastUse[tensor];
                }
                else
                {
                    block = new Block(tensor, i, lastUse[tensor]);
                    blocks.Add(block);
                }

                blockOf[tensor] = block;
            }
        }

        return blocks;
    }

    /// <summary>A part of a tensor shares the memory and the lifetime of the whole.</summary>
    private static IEnumerable<Tensor> Intermediates(Launch launch) => launch.Operands.Where(tensor => tensor.IsIntermediate).Select(tensor => tensor.Whole);

    /// <summary>Places the blocks in one order after another, until the arena is small enough, and keeps the smallest.</summary>
    private static long PackInBestOrder(List<Block> blocks, long enough)
    {
        (long Bytes, long[] Offsets) best = (long.MaxValue, []);
        foreach (Func<Block, long> order in s_orders)
        {
            long bytes = Pack(blocks, order);
            if (bytes < best.Bytes) best = (bytes, [.. blocks.Select(block => block.Offset)]);
            if (bytes <= enough) break;
        }

        for (int i = 0; i < best.Offsets.Length; i++) blocks[i].Offset = best.Offsets[i];
        return best.Bytes;
    }

    private static long Pack(List<Block> blocks, Func<Block, long> order)
    {
        long end = 0;
        var placed = new List<Block>();
        foreach (Block block in blocks.OrderByDescending(order).ThenByDescending(b => b.Bytes).ThenBy(b => b.First))
        {
            long offset = 0;
            foreach (Block other in placed.Where(block.LivesWith).OrderBy(b => b.Offset))
            {
                if (other.Offset - offset >= Aligned(block.Bytes)) break;
                offset = Math.Max(offset, other.Offset + Aligned(other.Bytes));
            }

            block.Offset = offset;
            placed.Add(block);
            end = Math.Max(end, offset + Aligned(block.Bytes));
        }

        return end;
    }

    private static (long Live, int Launch) MeasurePeak(List<Block> blocks, int launches)
    {
        (long Live, int Launch) peak = (0, 0);
        for (int i = 0; i < launches; i++)
        {
            long live = blocks.Where(b => b.First <= i && i <= b.Last).Sum(b => b.Bytes);
            if (live > peak.Live) peak = (live, i);
        }

        return peak;
    }

    private static long Aligned(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private sealed class Block(Tensor tensor, int first, int last)
    {
        public List<Tensor> Tensors { get; } = [tensor];

        public long Bytes { get; } = tensor.Bytes;

        public int First { get; } = first;

        public int Last { get; set; } = last;

        public long Offset { get; set; }

        public int Lifetime => Last - First + 1;

        public bool LivesWith(Block other) => First <= other.Last && other.First <= Last;
    }
}
