using System.Text.Json.Serialization;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>The list of functions that CVAT asks of nuclio, so that CVAT can call this server without nuclio.</summary>
/// <param name="prompter">Tells whether there is an interactor.</param>
internal sealed class CvatFunctions(Prompter prompter)
{
    /// <summary>The tracker's name.</summary>
    public const string Tracker = "livos-tracker";

    /// <summary>The interactor's name.</summary>
    public const string Interactor = "livos-interactor";

    /// <summary><c>GET /api/functions</c></summary>
    public Task ListAsync(HttpContext context) => JsonAnswer.WriteAsync(context, All(context), ServerJson.Default.DictionaryStringCvatFunction);

    /// <summary><c>GET /api/functions/{name}</c></summary>
    public Task GetAsync(HttpContext context) =>
        All(context).TryGetValue(context.Request.RouteValues["name"] as string ?? "", out CvatFunction? function)
            ? JsonAnswer.WriteAsync(context, function, ServerJson.Default.CvatFunction)
            : throw new RequestException(StatusCodes.Status404NotFound, "There is no function of this name.");

    private Dictionary<string, CvatFunction> All(HttpContext context)
    {
        int port = context.Connection.LocalPort;
        var all = new Dictionary<string, CvatFunction>
        {
            [Tracker] = new CvatFunction(
                new CvatMetadata(Tracker, new()
                {
                    ["name"] = "LiVOS", ["type"] = "tracker", ["spec"] = "[]", ["supported_shape_types"] = "rectangle,polygon,mask",
                }),
                new CvatSpec("Follows objects through the frames from their rectangle, polygon or mask."), new CvatStatus("ready", port)),
        };
        if (prompter.IsAble)
            all[Interactor] = new CvatFunction(
                new CvatMetadata(Interactor, new()
                {
                    ["name"] = "LiVOS clicks", ["type"] = "interactor", ["spec"] = "[]", ["version"] = "2", ["min_pos_points"] = "1", ["min_neg_points"] = "0",
                    ["startswith_box_optional"] = "true", ["help_message"] = "Click on the object, and beside it where the mask is too large.",
                }),
                new CvatSpec("Makes the mask of what is clicked."), new CvatStatus("ready", port));
        return all;
    }
}

/// <summary>A function as nuclio describes it.</summary>
internal sealed record CvatFunction(CvatMetadata Metadata, CvatSpec Spec, CvatStatus Status);

/// <summary>Its name, and what CVAT wants to know.</summary>
internal sealed record CvatMetadata(string Name, Dictionary<string, string> Annotations);

/// <summary>What it does.</summary>
internal sealed record CvatSpec(string Description);

/// <summary>Where it answers.</summary>
internal sealed record CvatStatus(string State, [property: JsonPropertyName("httpPort")] int HttpPort);
