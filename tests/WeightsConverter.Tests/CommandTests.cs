using System.CommandLine;
using System.Text.Json;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;
using LiVOS.Weights.Tests;
using LiVOS.WeightsConverter.Commands;

namespace LiVOS.WeightsConverter.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ConvertSaysWhatItDid()
    {
        string input = _folder.Add("in.pth", Checkpoints.Zip(Checkpoints.Tiny, 1));
        (int code, string output, string error) = Run("convert", input, _folder["out.safetensors"], "--half");
        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.Contains("in.pth -> ", output);
        Assert.Contains("other: image encoder bottleneck 1-2-1", output);
        Assert.Contains("tensors were left out", output);
        Assert.True(File.Exists(_folder["out.safetensors"]));
    }

    [Fact]
    public void ConvertSaysItAsJson()
    {
        string input = _folder.Add("in.pth", Checkpoints.Zip(Checkpoints.Tiny, 1));
        (int code, string output, _) = Run("convert", input, _folder["out.safetensors"], "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(0, code);
        Assert.Equal("other", json.GetProperty("variant").GetString());
        Assert.True(json.GetProperty("usable").GetBoolean());
        Assert.Equal(0, json.GetProperty("missing").GetArrayLength());
        Assert.Equal(64, json.GetProperty("source_sha256").GetString()!.Length);
    }

    [Fact]
    public void AnIncompleteNetworkIsListedAndEndsWithOne()
    {
        string input = _folder.Add("in.pth", Checkpoints.Zip(Checkpoints.Tiny, 1, tensor => tensor.Name switch
        {
            "pix_projector.layer.bias" => null,
            "key_projector.layer2.bias" => new TensorEntry(tensor.Name, tensor.Type, [5]),
            _ => tensor,
        }));
        (int code, string output, string error) = Run("convert", input, _folder["out"]);
        Assert.Equal(1, code);
        Assert.Contains("pix_projector.layer.bias", output);
        Assert.Contains("[5]", output);
        Assert.StartsWith("in.pth is not a whole LiVOS network", error);

        (_, output, _) = Run("convert", input, _folder["out"], "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.False(json.GetProperty("usable").GetBoolean());
        Assert.Equal("pix_projector.layer.bias", json.GetProperty("missing")[0].GetString());
        Assert.Equal(8, json.GetProperty("misshapen")[0].GetProperty("expected")[0].GetInt32());
    }

    [Fact]
    public void BadInputIsOneSentenceAndEndsWithTwo()
    {
        foreach (string command in new[] { "convert", "inspect" })
        {
            string[] arguments = command == "convert"
                ? [command, Fixtures.File("evil-system.pth"), _folder["out"]]
                : [command, Fixtures.File("evil-system.pth")];
            (int code, string output, string error) = Run(arguments);
            Assert.Equal(2, code);
            Assert.Empty(output);
            Assert.StartsWith("evil-system.pth is refused: it wants to use posix.system", error);
            Assert.Single(error.Trim().Split('\n'));
        }
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void InspectListsTensors()
    {
        (int code, string output, _) = Run("inspect", Fixtures.File("checkpoint.pth"));
        Assert.Equal(0, code);
        Assert.Contains("1.num_batches_tracked", output);
        Assert.Contains("[4, 3, 3, 3]", output);
        Assert.Contains("The weights stand under \"weights\"", output);
    }

    [Fact]
    public void InspectListsTensorsAsJson()
    {
        (int code, string output, _) = Run("inspect", Fixtures.File("plain.pth"), "--json");
        JsonElement first = JsonDocument.Parse(output).RootElement.GetProperty("tensors")[0];
        Assert.Equal(0, code);
        Assert.Equal("f32", first.GetProperty("name").GetString());
        Assert.Equal("F32", first.GetProperty("dtype").GetString());
        Assert.Equal(1.1428571939468384, first.GetProperty("greatest").GetDouble(), 1e-6);
        Assert.Equal(0, first.GetProperty("non_finite").GetInt32());
    }

    /// <summary>What a run would refuse.</summary>
    [Theory]
    [InlineData("NaN", "key_projector.layer2.bias holds NaN or infinite numbers")]
    [InlineData("NaN elsewhere", null)]
    [InlineData("heads", "its 16 attention heads have 2 of 32 channels each")]
    [InlineData("block", "object_transformer.blocks has 66 blocks")]
    [InlineData("shortcut", "it has no place for mask_encoder.layer1.0.downsample.0.weight")]
    public void InspectAndConvertSayWhatARunWouldRefuse(string what, string? why)
    {
        List<TensorEntry> tensors = [.. Checkpoints.Tiny.Tensors().Where(tensor => Architecture.IsNeeded(tensor.Name))];
        if (what == "shortcut") tensors.Add(new("mask_encoder.layer1.0.downsample.0.weight", DataType.F32, [8, 8, 1, 1]));
        if (what == "block") tensors.AddRange(Enumerable.Range(1, 65).Select(i => new TensorEntry($"object_transformer.blocks.{i}.x", DataType.F32, [1])));
        if (what == "NaN elsewhere") tensors.Add(new("notes", DataType.F32, [1]));
        string spoiled = what switch { "NaN" => "key_projector.layer2.bias", "NaN elsewhere" => "notes", _ => "" };
        using (SafetensorsWriter writer = new(_folder["in"], tensors, new Dictionary<string, string> { ["num_heads"] = what == "heads" ? "16" : "8" }))
        {
            foreach (TensorEntry tensor in tensors)
                writer.Write([.. Enumerable.Repeat(tensor.Name == spoiled ? float.NaN : 1f, (int)tensor.Count)]);
            writer.Commit();
        }

        (int inspected, string output, _) = Run("inspect", _folder["in"], "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(0, inspected);
        Assert.Equal(why is null, json.GetProperty("usable").GetBoolean());
        (int converted, _, string error) = Run("convert", _folder["in"], _folder["out"]);
        Assert.Equal(why is null ? 0 : 1, converted);
        if (why is null) return;
        Assert.Contains(why, json.GetProperty("fault").GetString());
        Assert.Contains(why, error);
        Assert.Contains(why, Run("inspect", _folder["in"]).Output.ReplaceLineEndings(" "));
        // Converting does not mend it.
        Assert.False(JsonDocument.Parse(Run("inspect", _folder["out"], "--json").Output).RootElement.GetProperty("usable").GetBoolean());
    }

    [Fact]
    public void NamesCannotSteerTheTerminal()
    {
        const string name = "\u001b]0;gotcha\u0007[red]x";
        using (SafetensorsWriter writer =
            new(_folder["in"], [new TensorEntry(name, DataType.F32, [0])], new Dictionary<string, string> { ["a\u001b"] = "b\u001b" }))
            writer.Commit();
        (_, string output, string error) = Run("inspect", _folder["in"]);
        Assert.DoesNotContain('\u001b', output + error);
        Assert.Contains("[red]x", output);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        RootCommand root = new() { ConvertCommand.Create(), InspectCommand.Create() };
        using StringWriter output = new(), error = new();
        int code = root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
