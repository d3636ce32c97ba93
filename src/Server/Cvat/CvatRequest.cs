using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiVOS.Server;

/// <summary>A call of CVAT's: of the tracker (shapes, states) or of the interactor (points).</summary>
internal sealed record CvatRequest
{
    /// <summary>The file of the frame.</summary>
    [JsonConverter(typeof(Base64Picture))]
    public byte[]? Image { get; init; }

    public JsonElement[]? Shapes { get; init; }

    public JsonElement[]? States { get; init; }

    /// <summary>x and y of each click on the object, in pixels.</summary>
    public double[][]? PosPoints { get; init; }

    /// <summary>x and y of each click beside it.</summary>
    public double[][]? NegPoints { get; init; }

    /// <summary>Two corners of a box around it.</summary>
    public double[][]? ObjBbox { get; init; }
}
