using LiVOS.Runtime.Language;

namespace LiVOS.PtxEmulator.Execution;

/// <summary>The threads that share memory and barriers; run once for each block of the grid.</summary>
internal sealed class Block
{
    private readonly Warp[] _warps;

    public Block(Launch launch)
    {
        Launch = launch;
        Shared = new(launch.Kernel.Shared, launch.DynamicSharedBytes);
        int threads = launch.Group.Count;
        _warps = [.. Enumerable.Range(0, (threads + Warp.Lanes - 1) / Warp.Lanes).Select(number => new Warp(this, number, threads))];
    }

    public Launch Launch { get; }

    public Memory.SharedMemory Shared { get; }

    /// <summary>Which block of the grid runs.</summary>
    public Extent At { get; private set; }

    /// <summary>The time, from 1, which barriers advance.</summary>
    public int Now { get; private set; }

    /// <summary>The time of the last barrier.</summary>
    public int SyncTime { get; private set; }

    public int Tick() => ++Now;

    public void Run(Extent at)
    {
        At = at;
        Now = SyncTime = 1;
        Shared.Forget();
        foreach (Warp warp in _warps) warp.Start();
        do
        {
            foreach (Warp warp in _warps)
                if (!warp.HasEnded) warp.Run();
            CheckBarrier();
            SyncTime = Tick();
        }
        while (!_warps[0].HasEnded);
    }

    // Now all warps have ended, or all wait at the same barrier.
    private void CheckBarrier()
    {
        int? barrier = _warps[0].Barrier;
        foreach (Warp warp in _warps)
        {
            if (warp.Barrier == barrier) continue;
            Warp waiting = warp.Barrier is null ? _warps[0] : warp;
            throw waiting.Fault(0, "waits at a barrier while other threads of the block have ended, or wait at another barrier.");
        }
    }
}
