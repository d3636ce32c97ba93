using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>Runs whose clients ask for results later.</summary>
/// <param name="engine">What computes.</param>
/// <param name="models">The models.</param>
/// <param name="clips">The clips.</param>
internal sealed class XAnyTasks(MaskEngine engine, XAnyModels models, XAnyClips clips)
{
    /// <summary><c>POST /v1/video/propagate</c></summary>
    public Task StartAsync(HttpContext context) => XAnyAnswer.OrFailureAsync(context, "PROPAGATION_ERROR", async () =>
    {
        XAnyPropagation request = await RequestBody.ReadJsonAsync(context, ServerJson.Default.XAnyPropagation);
        models.RequireFollower(request.Model);
        XAnyClip clip = clips.Get(request.SessionId);
        var task = new XAnyTask(engine, clip);
        RequireNoneOpen(clip); // not to wait for its end
        using (await clip.Session.EnterAsync(context.RequestAborted))
        {
            RequireNoneOpen(clip);
            var run = new XAnyRun(engine, clip, request);
            clip.Task = task;
            task.Start(run);
        }

        await XAnyAnswer.SucceedAsync(
            context, new XAnyTaskBegun(task.Id, "processing", "Propagation started"), ServerJson.Default.XAnySuccessXAnyTaskBegun);
    });

    /// <summary><c>GET /v1/video/status/{task}</c></summary>
    public Task StatusAsync(HttpContext context) => XAnyAnswer.OrFailureAsync(context, "TASK_NOT_FOUND", () =>
        XAnyAnswer.SucceedAsync(context, TaskOf(context).Status, ServerJson.Default.XAnySuccessXAnyTaskStatus));

    /// <summary><c>POST /v1/video/cancel/{task}</c></summary>
    public Task CancelAsync(HttpContext context) => XAnyAnswer.OrFailureAsync(context, "TASK_NOT_FOUND", () =>
    {
        TaskOf(context).Cancel();
        return XAnyAnswer.SucceedAsync(context, new XAnyMessage("Task cancelled"), ServerJson.Default.XAnySuccessXAnyMessage);
    });

    private static void RequireNoneOpen(XAnyClip clip)
    {
        if (clip.Task is { IsOpen: true }) throw new RequestException("A run of this session has not ended; wait for it, or cancel it.");
    }

    private XAnyTask TaskOf(HttpContext context) => clips.GetTask(context.Request.RouteValues["task"] as string);
}
