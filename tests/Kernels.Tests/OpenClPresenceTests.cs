using LiVOS.Testing.Devices;

namespace LiVOS.Kernels.Tests;

public sealed class OpenClPresenceTests : OpenClPresence;
