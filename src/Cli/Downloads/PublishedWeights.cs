namespace LiVOS.Cli.Downloads;

/// <summary>Weights that can be downloaded.</summary>
/// <param name="Name">Their name: that of the checkpoint without <c>.pth</c>.</param>
/// <param name="Address">Where they are.</param>
/// <param name="Size">How large the checkpoint is, as published; null where that is not said.</param>
/// <param name="Sha256">The checkpoint's SHA-256; null where none is published.</param>
/// <param name="Licence">Their licence.</param>
/// <param name="Training">What they were trained on.</param>
internal sealed record PublishedFile(string Name, Uri Address, string? Size, string? Sha256, string Licence, string Training)
{
    /// <summary>The checkpoint's file name.</summary>
    public string FileName => Name + ".pth";

    /// <summary>The same at another server.</summary>
    /// <param name="folder">The address of the folder of files there.</param>
    public PublishedFile At(Uri folder) => this with { Address = new Uri($"{folder.AbsoluteUri.TrimEnd('/')}/{FileName}") };
}

/// <summary>The weights that the authors of LiVOS have published, as the README and download.py of uncbiag/LiVOS name them.</summary>
internal static class PublishedWeights
{
    private const string Licence = "MIT (of the repository uncbiag/LiVOS)", With = "DAVIS 2017, YouTube-VOS 2019", Size = "135 MB";

    /// <summary>All of them. No checksum of any is published.</summary>
    public static IReadOnlyList<PublishedFile> All { get; } =
    [
        Of("livos-nomose-480p", "1ZjhVMUppZ5OZipCALU9ZYwiVF5DEPBxX", With, Size),
        Of("livos-nomose-ft-480p", "1rUxSjKreh5Q_X7FHvFRyoKBR7GqJr04P", $"{With}, fine-tuned", Size),
        Of("livos-wmose-480p", "1lhfnRCe1yPfB9dcWSA6hv7ABPzHFuNCY", $"{With}, MOSE", Size),
        Of("livos-nomose-1024p", "1_NjVaumXO8IPsFocXdRAvs6hqd-TOSGH", $"{With}, larger frames", null),
        Of("livos-nomose-2048p", "1Od-djH3AUDEXJmXmqygCUSrFWUmVyNBG", $"{With}, larger frames", null),
    ];

    /// <summary>The published address leads to a page that asks whether a large file is wanted. This is the address behind its button.</summary>
    private static PublishedFile Of(string name, string id, string training, string? size) => new(
        name, new Uri($"https://drive.usercontent.google.com/download?id={id}&export=download&confirm=t"), size, null, Licence, training);
}
