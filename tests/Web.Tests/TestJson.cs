using System.Text.Json.Serialization;

namespace LiVOS.Web.Tests;

internal sealed record Thing(string Name, int Number);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Thing))]
internal sealed partial class TestJson : JsonSerializerContext;
