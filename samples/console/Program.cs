// Tracks objects through a video or a folder of pictures:
//     dotnet run -- clip.mp4 first-mask.png masks
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime.Cpu;
using LiVOS.Video;

if (args is not [string name, string mask, string folder]) throw new ArgumentException("Name a clip, the mask of its first frame, and a folder for masks.");
using var device = new CpuDevice();
using Network network = Network.Load(Path.Combine(AppContext.BaseDirectory, "models", "livos-nano.safetensors"), device);
await using VideoClip clip = await VideoClip.OpenAsync(name);

Directory.CreateDirectory(folder);
await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(network, clip, new Prompts(frame: 0, Png.ReadMask(mask))))
{
    Png.WriteMask(Path.Combine(folder, $"{frame.Name}.png"), frame.Mask);
    Console.WriteLine($"{frame.Name}: {string.Join(", ", ShownObject.Of(frame.Mask).Select(shown => $"object {shown.Id} in {shown.Box}"))}");
}
