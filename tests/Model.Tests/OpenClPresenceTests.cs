using LiVOS.Testing.Devices;

namespace LiVOS.Model.Tests;

public sealed class OpenClPresenceTests : OpenClPresence;
