using System.Buffers.Binary;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Weights.Tests;

public sealed class SafetensorsWriterTests : IDisposable
{
    static readonly TensorEntry[] Tensors =
    [
        new("weight", DataType.F32, [2, 2]),
        new("bias \"ü\"", DataType.F16, [3]),
        new("count", DataType.I64, []),
        new("none", DataType.F32, [0]),
    ];

    static readonly Dictionary<string, string> Metadata = new() { ["num_heads"] = "8", ["source"] = "x.pth" };

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        using (SafetensorsWriter writer = new(folder["out"], Tensors, Metadata))
        {
            writer.Write([1f, 2f]);
            writer.Write([3f, 4f]);
            writer.Write([(Half)0.5, (Half)(-1), Half.Epsilon]);
            writer.Write(BitConverter.GetBytes(long.MaxValue));
            Assert.False(File.Exists(folder["out"]));
            writer.Commit();
        }
        using SafetensorsFile file = SafetensorsFile.Open(folder["out"]);
        Assert.Equal(["out"], folder.Files);
        Assert.Equal(Metadata, file.Metadata);
        Assert.Equal(Tensors.Select(tensor => tensor.ToString()), file.Tensors.Select(tensor => tensor.ToString()));
        Assert.Equal([1f, 2f, 3f, 4f], file.ReadFloats("weight"));
        Assert.Equal([0.5f, -1f, (float)Half.Epsilon], file.ReadFloats("bias \"ü\""));
        byte[] count = new byte[sizeof(long)];
        file.ReadBytes(file.Get("count"), 0, count);
        Assert.Equal(long.MaxValue, BinaryPrimitives.ReadInt64LittleEndian(count));
        Assert.Equal(0, file.Tensors[0].Offset % 8);
    }

    [Fact]
    public void LeavesNothingHalfWritten()
    {
        File.WriteAllText(folder["out"], "before");
        using (SafetensorsWriter writer = new(folder["out"], Tensors, Metadata))
        {
            writer.Write([1f, 2f]);
            Assert.Throws<InvalidOperationException>(writer.Commit);
        }
        Assert.Equal(["out"], folder.Files);
        Assert.Equal("before", File.ReadAllText(folder["out"]));
    }

    [Fact]
    public void SaysWhatCannotBeWritten()
    {
        Assert.Contains("cannot be written", Assert.Throws<WeightsException>(() => new SafetensorsWriter(folder["absent/out"], Tensors, Metadata)).Message);
        Assert.Contains("two tensors of the name weight", Assert.Throws<WeightsException>(() => new SafetensorsWriter(folder["out"], [Tensors[0], Tensors[0]], Metadata)).Message);
        Directory.CreateDirectory(folder["taken"]);
        Assert.Contains("cannot be written", Assert.Throws<WeightsException>(() => new SafetensorsWriter(folder["taken"], [], Metadata)).Message);
        Assert.Equal(["taken"], folder.Files);
    }
}
