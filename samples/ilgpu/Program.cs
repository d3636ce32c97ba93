// A program that has ILGPU: its own kernel draws the frames, LiVOS segments them where they are.
//     dotnet run -- 240 320 10        height, width, frames; on the best accelerator
//     dotnet run -- 32 32 2 cpu       on ILGPU's processor, which is for debugging: slow
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using LiVOS.Ilgpu;
using LiVOS.Model;
using LiVOS.Runtime;

Environment.CurrentDirectory = AppContext.BaseDirectory; // where the package's network is
int height = int.Parse(args[0]), width = int.Parse(args[1]), frames = int.Parse(args[2]);
bool onCpu = args is [.., "cpu"];
using Context context = Context.Create(builder => _ = onCpu ? builder.EnableLivos().CPU(new CPUDevice(32, 8, 1)) : builder.EnableLivos().AllAccelerators());
using Accelerator accelerator = context.GetPreferredDevice(preferCPU: onCpu).CreateAccelerator(context);
int[] first = [.. Enumerable.Range(0, width * height).Select(i => IsInside(i, width, height, 0) ? 7 : 0)];

// The accelerator is yours, of a Context.Create(builder => builder.EnableLivos()...).
var render = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<byte>, int, int>(Render);
using MemoryBuffer1D<byte, Stride1D.Dense> picture = accelerator.Allocate1D<byte>(3 * width * height);

using var device = new IlgpuDevice(accelerator);
using Network network = Network.Load("models/livos-nano.safetensors", device);
using var segmenter = new Segmenter(network, new FrameGeometry(height, width));
DeviceBuffer frame = device.Wrap(picture.View.AsContiguous());
var ids = new int[width * height];
for (int i = 0; i < frames; i++)
{
    render(width * height, picture.View.AsContiguous(), width, i);
    accelerator.Synchronize();
    segmenter.Submit(frame, mask: i == 0 ? first : []);
    segmenter.Read(ids);
}

Console.WriteLine($"object 7 has {ids.Count(id => id == 7)} of {first.Count(id => id == 7)} pixels");

// A red square on green, which moves to the right.
static void Render(Index1D pixel, ArrayView<byte> picture, int width, int frame)
{
    bool inside = IsInside(pixel, width, (int)(picture.Length / 3 / width), frame);
    picture[3 * pixel] = (byte)(inside ? 200 : 20);
    picture[3 * pixel + 1] = (byte)(inside ? 30 : 120);
    picture[3 * pixel + 2] = 40;
}

static bool IsInside(int pixel, int width, int height, int frame)
{
    int x = pixel % width - frame, y = pixel / width;
    return x >= width / 4 && x < width * 5 / 8 && y >= height / 4 && y < height * 5 / 8;
}
