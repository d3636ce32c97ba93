using LiVOS.Model;
using LiVOS.Runtime;

namespace LiVOS.Cli.Devices;

/// <summary>The device requested on the command line.</summary>
/// <param name="Name"><c>auto</c>, <c>cpu</c>, <c>gpu</c>, <c>cuda</c>, <c>cuda:N</c>, <c>opencl</c> or <c>opencl:N</c>.</param>
/// <param name="Threads">Threads of the device cpu; null for one for each processor.</param>
/// <param name="Schedule">How heavy kernels are cut into pieces; null for what suits the device.</param>
/// <param name="Precision">How exactly convolutions multiply.</param>
sealed record DeviceChoice(string Name, int? Threads = null, Schedule? Schedule = null, Precision Precision = Precision.Float32);
