using System.Collections.Concurrent;
using LiVOS.Cli.Files;
using LiVOS.Cli.Memory;
using LiVOS.Model;
using LiVOS.Model.Session;
using LiVOS.Runtime;

namespace LiVOS.Cli.Devices;

/// <summary>Does many pieces of work with networks, each on a device of its own: whichever is free takes the next piece.</summary>
/// <param name="Weights">The weight file.</param>
/// <param name="Devices">The devices, at least one.</param>
/// <param name="Jobs">How many workers each device has; each has weights of its own.</param>
internal sealed record NetworkWorkers(string Weights, IReadOnlyList<DeviceChoice> Devices, int Jobs)
{
    /// <summary>The memory that may be used; null for what is there.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Whether networks see frames at another size than their own.</summary>
    public bool Resampled { get; init; }

    /// <summary>Refuses networks for which there is too little memory: given the network, how many workers share the memory, and the memory.</summary>
    public Action<Network, int, long> RequireMemory { get; init; } = (_, _, _) => { };

    /// <summary>Called by every worker once its weights and the memory are checked.</summary>
    public Action Begin { get; init; } = () => { };

    /// <summary>Does all the work.</summary>
    /// <param name="pieces">The pieces, in the order in which they are taken.</param>
    /// <param name="work">Does a piece; it may be asked to do one again, where a driver failed and another device goes on.</param>
    /// <param name="error">Takes what computes, and the progress of compiling.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task RunAsync<T>(
        IReadOnlyCollection<T> pieces, Func<T, Network, CancellationToken, Task> work, TextWriter error, CancellationToken cancellation)
        where T : class
    {
        var waiting = new ConcurrentQueue<T>(pieces);
        DeviceChoice[] choices = [.. Enumerable.Range(0, Jobs).SelectMany(_ => Devices).Take(pieces.Count)];
        int sharing = choices.Count(choice => choice.RunsOnProcessor);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] workers = [.. choices.Select(choice => Task.Run(() => WorkAsync(choice.SharedBy(sharing), choices.Length, waiting, work, error, stop)))];
        try
        {
            await Task.WhenAll(workers);
        }
        catch (OperationCanceledException)
        {
            // Where one has failed, the others were only stopped by it.
            if (workers.FirstOrDefault(worker => worker.IsFaulted) is Task failed) await failed;
            throw;
        }
    }

    private async Task WorkAsync<T>(
        DeviceChoice choice, int workers, ConcurrentQueue<T> waiting, Func<T, Network, CancellationToken, Task> work, TextWriter error,
        CancellationTokenSource stop)
        where T : class
    {
        try
        {
            T? piece = null; // begun again where the driver failed and another device goes on
            await choice.UseAsync(error, async device =>
            {
                long available = MemoryLimit ?? SystemMemory.Available();
                using Network network = NetworkFile.Load(
                    Weights, device, choice.Precision, stop.Token,
                    sizes => RequireMemory(sizes, device.DedicatedMemory is null ? workers : Math.Min(Jobs, workers), available));
                if (device.RequiresCompilation) WarmUp.Run(network, Resampled);
                Begin();
                for (; piece is not null || waiting.TryDequeue(out piece); piece = null) await work(piece, network, stop.Token);
                return piece;
            });
        }
        catch
        {
            stop.Cancel(); // the others' pieces start again next time
            throw;
        }
    }
}
