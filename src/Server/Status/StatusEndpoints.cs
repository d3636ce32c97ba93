using System.Globalization;
using System.Text;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>How the server does.</summary>
/// <param name="engine">What computes.</param>
internal sealed class StatusEndpoints(MaskEngine engine)
{
    /// <summary><c>/health</c>, as X-AnyLabeling-Server has it.</summary>
    public Task HealthAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context, new HealthAnswer("healthy", 1, DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)),
        ServerJson.Default.HealthAnswer);

    /// <summary><c>/metrics</c>, as Prometheus reads them.</summary>
    public Task MetricsAsync(HttpContext context)
    {
        Metrics metrics = engine.Metrics;
        var text = new StringBuilder();
        Add("livos_frames_total", "counter", "Frames computed.", metrics.Frames);
        Add("livos_compute_seconds_total", "counter", "Time in which the network computed.", metrics.ComputeTime.TotalSeconds);
        Add("livos_wait_seconds_total", "counter", "Time for which frames waited for the network.", metrics.WaitTime.TotalSeconds);
        Add("livos_queue_length", "gauge", "Frames that wait for the network.", engine.Queue.Length);
        Add("livos_sessions", "gauge", "Sessions that are open.", engine.Sessions.Count);
        Add("livos_sessions_limit", "gauge", "The most sessions.", engine.Sessions.Most);
        Add("livos_session_bytes", "gauge", "Memory that is set aside for sessions.", engine.Sessions.Bytes);
        Add("livos_click_bytes", "gauge", "Memory of pictures that are kept for the next click.", engine.Sessions.ClickBytes);
        Add("livos_session_bytes_limit", "gauge", "The most memory for both.", engine.Sessions.MostBytes);
        Add("livos_sessions_idle_total", "counter", "Sessions that were closed because nobody used them.", metrics.IdleSessions);
        Add("livos_refusals_total", "counter", "Requests that found the server full.", metrics.Refusals);
        Add("process_resident_memory_bytes", "gauge", "Memory of the whole program.", Environment.WorkingSet);
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(text.ToString());

        void Add(string name, string type, string help, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");
    }
}

/// <summary>The answer of <c>/health</c>.</summary>
internal sealed record HealthAnswer(string Status, int ModelsLoaded, string Timestamp);
