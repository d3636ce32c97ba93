namespace LiVOS.Video;

/// <summary>How sure the network is of an object in a frame.</summary>
/// <param name="Id">The object.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Box">The box around it: left, top, width, height; all 0 where it has no pixel.</param>
/// <param name="MeanP">The mean probability inside its mask: the number that follows the mask's quality best. 0 where it has no pixel.</param>
/// <param name="BoundaryP">The mean probability of the pixels along its outline, from within. 0 where it has no pixel.</param>
/// <param name="IouPrev">Intersection over union with its mask in the frame before; 1 where both are empty or there is no frame before.</param>
/// <param name="Lost">Whether no pixel of it has been above 0.5 for three frames.</param>
public sealed record ObjectScore(int Id, int Area, IReadOnlyList<int> Box, double MeanP, double BoundaryP, double IouPrev, bool Lost);
