using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiVOS.Kernels;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Language;

namespace LiVOS.Bench.Layers;

/// <summary>What the processor reaches on all threads of a device, measured: the floor of a launch is what it would take at these rates.</summary>
/// <param name="BytesPerSecond">Of vectors far larger than its caches: two are read, one is written.</param>
/// <param name="FloatsPerSecond">Operations, 2 for each lane of a multiply-add, all operands in registers.</param>
internal sealed record ProcessorRates(double BytesPerSecond, double FloatsPerSecond) : IDeviceRates
{
    private const int Rounds = 7, Products = 20_000_000, Chains = 12, Elements = 1 << 24;

    /// <summary>Measures the best of several runs.</summary>
    public static ProcessorRates Of(CpuDevice device) => device.VectorWidth switch
    {
        16 => Measure<Vec16>(device.Threads),
        8 => Measure<Vec8>(device.Threads),
        4 => Measure<Vec4>(device.Threads),
        _ => Measure<Vec1>(device.Threads),
    };

    /// <inheritdoc/>
    public double FloorOf(Launch launch) => Math.Max(launch.Bytes() / BytesPerSecond, ProductsOf(launch) / FloatsPerSecond);

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{FloatsPerSecond / 1e9:F0} GFLOP/s in registers, {BytesPerSecond / 1e9:F1} GB/s from memory");

    /// <summary>The operations of a launch; of Winograd those of its products, which are fewer.</summary>
    private static double ProductsOf(Launch launch)
    {
        const double direct = 9 * Winograd.Outputs * Winograd.Outputs;
        bool winograd = launch.Kernel.StartsWith(nameof(Winograd) + ".", StringComparison.Ordinal);
        return launch.Operations() * (winograd ? Winograd.Points / direct : 1);
    }

    private static ProcessorRates Measure<TVec>(int threads) where TVec : struct, IVec<TVec>
    {
        double products = Shortest(threads, _ => Multiply<TVec>(Products));
        float[][] x = Arrays(threads), y = Arrays(threads);
        double bytes = Shortest(threads, thread => AddArrays<TVec>(x[thread], y[thread]));
        return new ProcessorRates(threads * 3.0 * sizeof(float) * Elements / bytes, threads * 2.0 * TVec.Width * Chains * Products / products);
    }

    private static float[][] Arrays(int threads) => [.. Enumerable.Range(0, threads).Select(_ => new float[Elements])];

    /// <summary>The shortest time that all threads take together.</summary>
    private static double Shortest(int threads, Action<int> work)
    {
        double shortest = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(thread => new Thread(() => work(thread)))];
            foreach (Thread other in others) other.Start();
            work(0);
            foreach (Thread other in others) other.Join();
            shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return shortest;
    }

    /// <summary>Chains of multiply-adds, as many as hide the latency of one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Multiply<TVec>(int count) where TVec : struct, IVec<TVec>
    {
        TVec a = TVec.Splat(0.999f), b = TVec.Splat(1e-3f);
        TVec c0 = b, c1 = b, c2 = b, c3 = b, c4 = b, c5 = b, c6 = b, c7 = b, c8 = b, c9 = b, c10 = b, c11 = b;
        for (int i = 0; i < count; i++)
        {
            c0 = TVec.Fma(c0, a, b);
            c1 = TVec.Fma(c1, a, b);
            c2 = TVec.Fma(c2, a, b);
            c3 = TVec.Fma(c3, a, b);
            c4 = TVec.Fma(c4, a, b);
            c5 = TVec.Fma(c5, a, b);
            c6 = TVec.Fma(c6, a, b);
            c7 = TVec.Fma(c7, a, b);
            c8 = TVec.Fma(c8, a, b);
            c9 = TVec.Fma(c9, a, b);
            c10 = TVec.Fma(c10, a, b);
            c11 = TVec.Fma(c11, a, b);
        }

        return TVec.ReduceAdd(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void AddArrays<TVec>(float[] x, float[] y) where TVec : struct, IVec<TVec>
    {
        fixed (float* from = x, to = y)
        {
            ArrayView<float> a = new(from, x.Length), b = new(to, y.Length);
            for (int i = 0; i < Elements; i += TVec.Width) TVec.Store(TVec.Load(a, i) + TVec.Load(b, i), b, i);
        }
    }
}
