using LiVOS.Cli.Errors;
using LiVOS.Cli.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LiVOS.Cli.Clips;

/// <summary>Shows on a terminal how far work on frames has come; elsewhere nothing.</summary>
internal static class FrameProgress
{
    /// <summary>Does some work, which a signal stops between two frames, and shows its progress.</summary>
    /// <param name="error">Where to.</param>
    /// <param name="description">What is being done.</param>
    /// <param name="frames">How many frames there are; null where only the end tells.</param>
    /// <param name="work">The work: it is given what to call with the number of frames done.</param>
    /// <param name="cancellation">Once cancelled, the work is about to stop.</param>
    public static async Task ShowAsync(
        TextWriter error, string description, int? frames, Func<Action<int>, Task> work, CancellationToken cancellation)
    {
        using IDisposable working = Interruption.StopsBetweenFrames();
        IAnsiConsole console = Report.Console(error);
        if (!console.Profile.Out.IsTerminal)
        {
            await work(_ => { });
            return;
        }

        await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new CountColumn(), new SpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(description, maxValue: frames ?? double.MaxValue);
                task.IsIndeterminate = frames is null;
                using CancellationTokenRegistration stopping = cancellation.Register(() => task.Description = "stopping after this frame");
                await work(done => task.Value = done);
            });
    }

    private sealed class CountColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.IsIndeterminate ? $"{task.Value:0}" : $"{task.Value:0}/{task.MaxValue:0}");
    }

    private sealed class SpeedColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Speed is double speed and > 0 ? Report.Speed(speed) : "- fps");
    }
}
