namespace LiVOS.Cli.CommandLine;

/// <summary>The names that other programs use for the options and commands of this one.</summary>
internal static class Synonyms
{
    private static readonly Dictionary<string, string[]> s_options = Table(
        ("--out", "o output outdir out-dir output-dir output-folder outfolder dest destination save save-dir to"),
        ("--at", "point points p pos click"),
        ("--click", "point points p prompt"),
        ("--box", "bbox b rect rectangle"),
        ("--line", "scribble stroke"),
        ("--preview", "overlay visualize vis show"),
        ("--masks", "m annotation annotations mask-dir masks-dir pred preds prediction predictions result results"),
        ("--truth", "gt ground-truth truths labels reference"),
        ("--weights", "w weight checkpoint ckpt model-path weights-path network pretrained pth"),
        ("--variant", "model backbone arch architecture"),
        ("--weights", "model"),
        ("--dataset", "d data-set benchmark split"),
        ("--root", "data data-root dataroot dataset-root path dataset-path"),
        ("--device", "d dev backend"),
        ("--device gpu", "gpu gpus use-gpu"),
        ("--device cpu", "cpu use-cpu no-gpu no-cuda"),
        ("--device cuda", "cuda use-cuda nvidia"),
        ("--device opencl", "opencl ocl"),
        ("--size", "s resolution res imgsz image-size short-side max-side scale"),
        ("--threads", "t j workers num-workers num-threads cores nproc n-threads"),
        ("--jobs", "j parallel"),
        ("--memory", "mem ram vram max-memory memory-limit max-mem limit"),
        ("--precision fp16", "half amp fp16 float16"),
        ("--precision tf32", "tf32"),
        ("--precision fp32", "fp32 float32"),
        ("--precision", "dtype"),
        ("--half", "fp16 float16 f16"),
        ("--overlay", "visualize visualise vis viz visualization draw blend"),
        ("--report", "html page"),
        ("--subset", "sequences clips list"),
        ("--frames", "images jpegs"),
        ("--objects", "n num-objects"),
        ("--profile", "timing trace benchmark"),
        ("--help", "h usage"),
        ("--version", "v"));

    private static readonly Dictionary<string, string[]> s_commands = Table(
        ("click", "mask point points interactive annotate prompt"),
        ("segment", "run track propagate infer inference predict process follow"),
        ("eval", "evaluate evaluation benchmark test val"),
        ("score", "metrics metric compare iou jf"),
        ("plan", "memory estimate mem"),
        ("verify", "check selftest self-test validate"),
        ("devices", "device gpus gpu list hardware"),
        ("inspect", "info show dump tensors"),
        ("convert", "import"),
        ("demo", "example sample"),
        ("--help", "help usage man"),
        ("--version", "version"));

    /// <summary>The options that a name (without dashes) may mean here; the likeliest first.</summary>
    public static IReadOnlyList<string> OfOption(string name) => s_options.GetValueOrDefault(name.ToLowerInvariant(), []);

    /// <summary>The commands that a name may mean here.</summary>
    public static IReadOnlyList<string> OfCommand(string name) => s_commands.GetValueOrDefault(name.ToLowerInvariant(), []);

    private static Dictionary<string, string[]> Table(params (string Here, string Elsewhere)[] names) => names
        .SelectMany(entry => entry.Elsewhere.Split(' ').Select(word => (word, entry.Here)))
        .GroupBy(entry => entry.word, entry => entry.Here)
        .ToDictionary(group => group.Key, group => group.ToArray());
}
