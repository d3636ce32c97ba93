using System.Text.Json.Serialization;

namespace LiVOS.Server;

/// <summary>How requests are read and answers written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(StepRequest))]
[JsonSerializable(typeof(StepAnswer))]
[JsonSerializable(typeof(NativeRequest))]
[JsonSerializable(typeof(NativeSession))]
[JsonSerializable(typeof(NativeSuccess))]
[JsonSerializable(typeof(NativeFrame))]
[JsonSerializable(typeof(EventError))]
[JsonSerializable(typeof(CvatRequest))]
[JsonSerializable(typeof(CvatFunction))]
[JsonSerializable(typeof(Dictionary<string, CvatFunction>))]
[JsonSerializable(typeof(XAnyInit))]
[JsonSerializable(typeof(XAnyPrompt))]
[JsonSerializable(typeof(XAnyPropagation))]
[JsonSerializable(typeof(XAnySuccess<Dictionary<string, XAnyModel>>))]
[JsonSerializable(typeof(XAnySuccess<XAnyModel>))]
[JsonSerializable(typeof(XAnySuccess<XAnySession>))]
[JsonSerializable(typeof(XAnySuccess<XAnyPrompted>))]
[JsonSerializable(typeof(XAnySuccess<XAnyMessage>))]
[JsonSerializable(typeof(XAnyFailure))]
[JsonSerializable(typeof(XAnyStarted))]
[JsonSerializable(typeof(XAnyProgress))]
[JsonSerializable(typeof(XAnyCompleted))]
[JsonSerializable(typeof(XAnyStreamError))]
internal sealed partial class ServerJson : JsonSerializerContext;
