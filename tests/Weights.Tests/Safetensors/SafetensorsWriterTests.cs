using System.Buffers.Binary;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Weights.Tests;

public sealed class SafetensorsWriterTests : IDisposable
{
    private static readonly TensorEntry[] s_tensors =
    [
        new("weight", DataType.F32, [2, 2]),
        new("bias \"ü\"", DataType.F16, [3]),
        new("count", DataType.I64, []),
        new("none", DataType.F32, [0]),
    ];

    private static readonly Dictionary<string, string> s_metadata = new() { ["num_heads"] = "8", ["source"] = "x.pth" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        using (SafetensorsWriter writer = new(_folder["out"], s_tensors, s_metadata))
        {
            writer.Write([1f, 2f]);
            writer.Write([3f, 4f]);
            writer.Write([(Half)0.5, (Half)(-1), Half.Epsilon]);
            writer.Write(BitConverter.GetBytes(long.MaxValue));
            Assert.False(File.Exists(_folder["out"]));
            writer.Commit();
        }
        using SafetensorsFile file = SafetensorsFile.Open(_folder["out"]);
        Assert.Equal(["out"], _folder.Files);
        Assert.Equal(s_metadata, file.Metadata);
        Assert.Equal(s_tensors.Select(tensor => tensor.ToString()), file.Tensors.Select(tensor => tensor.ToString()));
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
        File.WriteAllText(_folder["out"], "before");
        using (SafetensorsWriter writer = new(_folder["out"], s_tensors, s_metadata))
        {
            writer.Write([1f, 2f]);
            Assert.Throws<InvalidOperationException>(writer.Commit);
        }
        Assert.Equal(["out"], _folder.Files);
        Assert.Equal("before", File.ReadAllText(_folder["out"]));
    }

    [Fact]
    public void SaysWhatCannotBeWritten()
    {
        Assert.Contains(
            "cannot be written", Assert.Throws<WeightsException>(() => new SafetensorsWriter(_folder["absent/out"], s_tensors, s_metadata)).Message);
        Assert.Contains(
            "two tensors of the name weight",
            Assert.Throws<WeightsException>(() => new SafetensorsWriter(_folder["out"], [s_tensors[0], s_tensors[0]], s_metadata)).Message);
        Directory.CreateDirectory(_folder["taken"]);
        Assert.Contains("cannot be written", Assert.Throws<WeightsException>(() => new SafetensorsWriter(_folder["taken"], [], s_metadata)).Message);
        Assert.Equal(["taken"], _folder.Files);
    }
}
