using System.Runtime.InteropServices;
using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class FrameResizingTests
{
    /// <summary>Source height and width, height and width: shrinking, growing, one of each, to and from a single pixel, and by whole numbers.</summary>
    private static readonly (int SourceHeight, int SourceWidth, int Height, int Width)[] s_sizes =
        [(27, 48, 12, 21), (12, 21, 27, 48), (9, 40, 31, 7), (1, 1, 3, 18), (17, 33, 1, 1), (32, 24, 16, 8), (20, 20, 20, 7)];

    public static TheoryData<string, (int SourceHeight, int SourceWidth, int Height, int Width)> Sizes => Devices.Times(s_sizes);

    public static TheoryData<string, string> TorchResults => Devices.Times("13x9", "40x30", "61x20", "70x52", "90x7", "1x1");

    [Theory, MemberData(nameof(Sizes))]
    public void ResizeInRows(string device, (int SourceHeight, int SourceWidth, int Height, int Width) size) => ResizeNoise(device, size, run: size.Width);

    [Theory, MemberData(nameof(Sizes))]
    public void ResizeInPixels(string device, (int SourceHeight, int SourceWidth, int Height, int Width) size) => ResizeNoise(device, size, run: 1);

    [Theory, MemberData(nameof(TorchResults))]
    public void Resize_equals_PyTorch(string device, string size)
    {
        using var rig = new Rig(device);
        string folder = Path.Combine(AppContext.BaseDirectory, "resize");
        int[] sides = [.. size.Split('x').Select(int.Parse)];
        float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, size + ".f32"))).ToArray();

        float[] actual = Resize(rig, File.ReadAllBytes(Path.Combine(folder, "photo.rgb")), (45, 61, sides[1], sides[0]), run: sides[0]).ToArray();

        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6f);
    }

    [Fact]
    public void Weights_sum_to_one_and_stay_inside()
    {
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            (int input, int output) = (random.Next(1, 8193), random.Next(1, 8193));
            var taps = new ResizeTaps(input, output);
            for (int o = 0; o < output; o++)
            {
                Assert.InRange(taps.Starts[o], 0, input - taps.Count);
                float sum = 0;
                foreach (float weight in taps.Weights.AsSpan(o * taps.Count, taps.Count)) sum += weight;
                Assert.Equal(1, sum, 1e-4);
            }
        }
    }

    private static void ResizeNoise(string device, (int SourceHeight, int SourceWidth, int Height, int Width) size, int run)
    {
        using var rig = new Rig(device);
        byte[] bytes = Bytes(size.SourceHeight * size.SourceWidth * 3);
        Rig.AssertClose(Resized(bytes, size), Resize(rig, bytes, size, run), 1e-6);
    }

    private static Tensor<float> Resize(Rig rig, byte[] bytes, (int SourceHeight, int SourceWidth, int Height, int Width) size, int run)
    {
        (int sourceHeight, int sourceWidth, int height, int width) = size;
        ResizeTaps across = new(sourceWidth, width), down = new(sourceHeight, height);
        Tensor<byte> frame = rig.Tensor<byte>(new(1, sourceHeight, sourceWidth, 3), bytes);
        Tensor<float> rows = rig.Output(new(1, sourceHeight, width, 3)), y = rig.Output(new(1, height, width, 3));
        int runs = RowRun.InRow(width, run);

        rig.Run(
            Launches.FrameResizing.ResizeAcross(
                sourceHeight * runs, frame, rig.Tensor<int>(Shape.Vector(width), across.Starts),
                rig.Tensor<float>(Shape.Matrix(width, across.Count), across.Weights), rows, sourceWidth, width, across.Count, run),
            Launches.FrameResizing.ResizeDown(
                height * runs, 3 * run >= 16 ? 16 : 1, rows, rig.Tensor<int>(Shape.Vector(height), down.Starts),
                rig.Tensor<float>(Shape.Matrix(height, down.Count), down.Weights), y, width, down.Count, run));
        return y;
    }

    /// <summary>Every output weighs every input: by its distance from the output's centre, on a triangle that is as wide as the scale when shrinking.</summary>
    private static double[] Resized(byte[] frame, (int SourceHeight, int SourceWidth, int Height, int Width) size)
    {
        (int sourceHeight, int sourceWidth, int height, int width) = size;
        double[][] across = Weights(sourceWidth, width), down = Weights(sourceHeight, height);
        var resized = new List<double>();
        for (int i = 0; i < height; i++)
            for (int j = 0; j < width; j++)
                for (int c = 0; c < 3; c++)
                {
                    double sum = 0;
                    for (int y = 0; y < sourceHeight; y++)
                        for (int x = 0; x < sourceWidth; x++)
                            sum += down[i][y] * across[j][x] * frame[(y * sourceWidth + x) * 3 + c];
                    resized.Add(sum / 255);
                }

        return [.. resized];
    }

    private static double[][] Weights(int input, int output)
    {
        double scale = (double)input / output, reach = Math.Max(scale, 1);
        return [.. Enumerable.Range(0, output).Select(i =>
        {
            double[] weights = [.. Enumerable.Range(0, input).Select(p => Math.Max(0, 1 - Math.Abs(p + 0.5 - (i + 0.5) * scale) / reach))];
            return weights.Select(weight => weight / weights.Sum()).ToArray();
        })];
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(3).NextBytes(bytes);
        return bytes;
    }
}
