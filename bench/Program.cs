using System.CommandLine;
using LiVOS.Bench.Clicks;
using LiVOS.Bench.Frames;
using LiVOS.Bench.Kernels;
using LiVOS.Bench.Ladder;
using LiVOS.Bench.Layers;
using LiVOS.Bench.Load;
using LiVOS.Bench.Roofline;
using LiVOS.Bench.Sass;
using LiVOS.Bench.Videos;

return new RootCommand("Measures LiVOS: its kernels, its layers, its frames, whole videos, a server with many clients.")
{
    KernelsCommand.Create(),
    LayersCommand.Create(),
    FrameCommand.Create(),
    LadderCommand.Create(),
    ClicksCommand.Create(),
    RecordCommand.Create(),
    VideoCommand.Create(),
    LoadCommand.Create(),
    SessionsCommand.Create(),
    SassCommand.Create(),
    PredictCommand.Create(),
}.Parse(args).Invoke();
