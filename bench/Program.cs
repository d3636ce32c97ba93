using System.CommandLine;
using LiVOS.Bench.Frames;
using LiVOS.Bench.Kernels;
using LiVOS.Bench.Ladder;
using LiVOS.Bench.Layers;

return new RootCommand("Measures LiVOS: its kernels, its layers, its frames.")
{
    KernelsCommand.Create(),
    LayersCommand.Create(),
    FrameCommand.Create(),
    LadderCommand.Create(),
    RecordCommand.Create(),
}.Parse(args).Invoke();
