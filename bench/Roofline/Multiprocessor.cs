namespace LiVOS.Bench.Roofline;

/// <summary>What a multiprocessor begins in a tick, by its maker's figures.</summary>
/// <param name="FloatLanes">Multiply-adds of floats, outside tensor cores.</param>
/// <param name="HalfProducts">Multiply-adds of halves, summed as floats, on tensor cores that these kernels run on; half as many of tf32.</param>
internal readonly record struct Multiprocessor(int FloatLanes, int HalfProducts)
{
    /// <summary>The one of a compute capability such as 80; null if unknown. Of 86 and 89 it is that of GeForce cards, of which some workstation cards
    /// have twice the products.</summary>
    public static Multiprocessor? Of(int target) => target switch
    {
        70 or 75 => new(64, 0),
        80 => new(64, 1024),
        86 or 89 => new(128, 256),
        90 => new(128, 2048),
        _ => null,
    };
}
