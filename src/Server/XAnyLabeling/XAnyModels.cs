using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>The models that X-AnyLabeling can choose: one follows objects through a clip, one makes masks of clicks and boxes in a picture.</summary>
/// <param name="prompter">Tells whether there are masks of clicks.</param>
internal sealed class XAnyModels(Prompter prompter)
{
    /// <summary>The model that follows.</summary>
    public const string Follower = "livos";

    /// <summary>The model of single pictures.</summary>
    public const string Clicker = "livos-click";

    private static readonly XAnyWidget[] s_clicks =
    [
        new("button_add_point", null), new("button_remove_point", null), new("button_clear", null), new("button_finish_object", null),
        new("mask_fineness_slider", 10), new("mask_fineness_value_label", null),
    ];

    private Dictionary<string, XAnyModel> All
    {
        get
        {
            var parameters = new XAnyParams(XAnyClip.UsualFineness);
            var all = new Dictionary<string, XAnyModel>
            {
                [Follower] = new(Follower, "LiVOS", "video", [.. s_clicks, new("toggle_preserve_existing_annotations", 0)], parameters),
            };
            if (prompter.IsAble) all[Clicker] = new(Clicker, "LiVOS clicks", null, [.. s_clicks, new("button_add_rect", null)], parameters);
            return all;
        }
    }

    /// <summary><c>GET /v1/models</c></summary>
    public Task ListAsync(HttpContext context) => XAnyAnswer.SucceedAsync(context, All, ServerJson.Default.XAnySuccessDictionaryStringXAnyModel);

    /// <summary><c>GET /v1/models/{model}/info</c></summary>
    public Task GetAsync(HttpContext context) => XAnyAnswer.OrFailureAsync(context, "MODEL_NOT_FOUND", () =>
    {
        string? model = context.Request.RouteValues["model"] as string;
        Require(model);
        return XAnyAnswer.SucceedAsync(context, All[model!], ServerJson.Default.XAnySuccessXAnyModel);
    });

    /// <summary>Refuses models that are not there.</summary>
    public void Require(string? model)
    {
        if (string.IsNullOrEmpty(model)) throw new XAnyException("MISSING_MODEL", "Model ID is required");
        if (!All.ContainsKey(model)) throw new XAnyException("MODEL_NOT_FOUND", $"There is no model of this name; there is {string.Join(" and ", All.Keys)}.");
    }

    /// <summary>Refuses models that do not follow objects.</summary>
    public void RequireFollower(string? model)
    {
        Require(model);
        if (model != Follower) throw new XAnyException("INVALID_MODEL", $"{model} makes masks in single pictures; choose {Follower} for clips.");
    }
}
