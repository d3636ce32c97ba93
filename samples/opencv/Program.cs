// Frames from OpenCV, masks to OpenCV: what VideoCapture reads (a file, a camera, frames/%05d.png) is tracked, and its outlines are drawn.
//     dotnet run -- clip.mp4 first-mask.png outlines
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime.Cpu;
using LiVOS.Video;
using OpenCvSharp;

if (args is not [string name, string mask, string folder]) throw new ArgumentException("Name a clip, the mask of its first frame, and a folder for pictures.");
using var capture = new VideoCapture(name);
if (!capture.IsOpened()) throw new FileNotFoundException($"OpenCV cannot read '{name}'.");
using var device = new CpuDevice();
using Network network = Network.Load(Path.Combine(AppContext.BaseDirectory, "models", "livos-nano.safetensors"), device);
await using var clip = new PushedClip(capture.FrameWidth, capture.FrameHeight);
Task reading = Task.Run(async () =>
{
    using var frame = new Mat();
    while (capture.Read(frame)) await clip.PushAsync(frame.AsSpan<byte>(), PixelFormat.Bgr);
    clip.Complete();
});

Directory.CreateDirectory(folder);
var options = new SegmentationOptions { WithPictures = true };
await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(network, clip, new Prompts(frame: 0, Png.ReadMask(mask)), options))
{
    using Mat rgb = Mat.FromPixelData(capture.FrameHeight, capture.FrameWidth, MatType.CV_8UC3, frame.Picture!.Rgb);
    using Mat labels = Mat.FromPixelData(capture.FrameHeight, capture.FrameWidth, MatType.CV_8UC1, frame.Mask.Labels);
    using Mat picture = rgb.CvtColor(ColorConversionCodes.RGB2BGR);
    foreach (Point[] outline in labels.FindContoursAsArray(RetrievalModes.External, ContourApproximationModes.ApproxSimple))
        picture.Polylines([outline], isClosed: true, Scalar.Yellow, thickness: 2);
    picture.SaveImage(Path.Combine(folder, $"{frame.Name}.png"));
}
await reading;
