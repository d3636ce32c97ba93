using LiVOS.Bench.Sass;
using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Bench.Roofline;

/// <summary>The least time of a launch on a card, by what could hold it up.</summary>
/// <param name="Launch">The launch.</param>
/// <param name="MemorySeconds">Each of its tensors goes through memory once.</param>
/// <param name="IssueSeconds">The instructions of its main loop are issued.</param>
/// <param name="ProductSeconds">Its products are computed.</param>
internal sealed record LaunchBounds(Launch Launch, double MemorySeconds, double IssueSeconds, double ProductSeconds)
{
    private const int Schedulers = 4;

    /// <summary>The longest of them.</summary>
    public double Seconds => Math.Max(MemorySeconds, Math.Max(IssueSeconds, ProductSeconds));

    /// <summary>Which of them is the longest.</summary>
    public string Bound => Seconds == MemorySeconds ? "bytes" : Seconds == IssueSeconds ? "instructions" : "products";

    /// <summary>Finds the bounds.</summary>
    /// <param name="launch">The launch.</param>
    /// <param name="loop">The main loop of its kernel; null where it has none.</param>
    /// <param name="card">The card.</param>
    public static LaunchBounds Of(Launch launch, MainLoop? loop, Card card)
    {
        double memory = launch.Bytes() / card.BytesPerSecond;
        if (loop is null || launch.Operations() == 0) return new(launch, memory, 0, 0);

        // Groups come in rounds over the multiprocessors, the last of which may not need all of them.
        int groups = launch.Shape.Grid.Count, rounds = Integers.DivideUp(groups, card.Multiprocessors);
        double ticks = card.Ticks * groups / (rounds * (double)card.Multiprocessors);
        double products = launch.Operations() / (double)loop.OperationsOfProduct;
        double rate = loop.Product == "FFMA" ? card.FloatLanes : card.HalfProducts * loop.OperationsOfProduct / MainLoop.OperationsOfHalves;
        return new(launch, memory, products * loop.PerProduct / (Schedulers * ticks), launch.Operations() / (2 * rate * ticks));
    }
}
