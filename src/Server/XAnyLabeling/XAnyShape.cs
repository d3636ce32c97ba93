using LiVOS.Media;

namespace LiVOS.Server;

/// <summary>An object's outline: a ring, whose last point is the first again.</summary>
internal sealed record XAnyShape(string Label, string ShapeType, double[][] Points, double? Score, int? GroupId)
{
    private const string Unnamed = "AUTOLABEL_OBJECT"; // X-AnyLabeling asks the user for the label

    /// <summary>The outline of an object.</summary>
    /// <param name="corners">The outline's corners.</param>
    /// <param name="group">The object's number in X-AnyLabeling; null for none.</param>
    public static XAnyShape Of(IReadOnlyList<(double X, double Y)> corners, int? group) =>
        new(Unnamed, "polygon", [.. corners.Append(corners[0]).Select(corner => new[] { corner.X, corner.Y })], null, group);
}
