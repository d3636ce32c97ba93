namespace LiVOS.Media.Surveys;

/// <summary>
/// Masks with a file for each object, in folders within: a folder for each frame (<c>00000/001.png</c>), or a folder for each object
/// (<c>001/00000.png</c>). The object's id is the number of its file, or of its folder.
/// </summary>
/// <param name="folders">The folders within.</param>
/// <param name="extensions">The endings of masks' names.</param>
/// <param name="names">The frames.</param>
internal sealed class ObjectFolders(string[] folders, string[] extensions, FrameNames names)
{
    /// <summary>Gives each file its frame, the name of that frame's mask, and its id; none where there is nothing, or what is there is not clear.</summary>
    public IReadOnlyList<(int Frame, string Path, MaskPart Part)> Read(Problems problems)
    {
        (string Folder, string File)[] files = [.. from folder in folders from file in FolderFiles.Of(folder, extensions) select (folder, file)];
        if (files.Length == 0) return [];
        var byFrame = Place(files, file => (FolderName(file.Folder), NameOf(file.File)));
        var byObject = Place(files, file => (NameOf(file.File), FolderName(file.Folder)));
        bool exactFrames = files.All(file => names.IsName(FolderName(file.Folder))), exactObjects = files.All(file => names.IsName(NameOf(file.File)));
        if (byFrame is not null && byObject is not null && exactFrames == exactObjects)
        {
            problems.Add($"In '{files[0].File}' it is not clear which number is the frame's and which the object's; name folders like frames, such as "
                + $"'{names.First}/obj_1.png', or give one PNG a frame.");
            return [];
        }
        if (byFrame is not null && (byObject is null || exactFrames)) return Named(byFrame, files, file => file.Folder);
        if (byObject is not null) return Named(byObject, files, file => file.File);
        problems.Add(
            $"The masks in '{Path.GetDirectoryName(files[0].Folder)}' lie in folders, such as '{files[0].File}'; such folders are named like frames, with "
            + $"a file for each object ('{names.First}/001.png'), or by object ids, with a file for each frame ('001/{names.First}.png').");
        return [];
    }

    /// <summary>Reads names one way; null where one is no frame's, or one no id.</summary>
    private (int Frame, int Id)[]? Place((string Folder, string File)[] files, Func<(string Folder, string File), (string Frame, string Id)> namesOf)
    {
        var found = new (int Frame, int Id)[files.Length];
        for (int i = 0; i < files.Length; i++)
        {
            var (frame, id) = namesOf(files[i]);
            found[i] = (names.Find(frame, out _), NameNumber.Id(id) ?? 0);
            if (found[i].Frame < 0 || found[i].Id == 0) return null;
        }
        return found.Distinct().Count() == found.Length ? found : null;
    }

    private static (int, string, MaskPart)[] Named(
        (int Frame, int Id)[] places, (string Folder, string File)[] files, Func<(string Folder, string File), string> nameOf)
    {
        Dictionary<int, string> paths = [];
        for (int i = 0; i < files.Length; i++) paths.TryAdd(places[i].Frame, nameOf(files[i]));
        return [.. places.Zip(files, (place, file) => (place.Frame, paths[place.Frame], new MaskPart(file.File, place.Id)))];
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private static string FolderName(string path) => Path.GetFileName(path);
}
