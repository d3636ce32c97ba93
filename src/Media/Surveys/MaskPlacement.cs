using LiVOS.Files;
using LiVOS.Media.Annotations;

namespace LiVOS.Media.Surveys;

/// <summary>Finds the files of given masks, and the frames that they belong to. None is read.</summary>
internal sealed class MaskPlacement
{
    private readonly IFrameList _frames;
    private readonly FrameSelection _selection;
    private readonly FrameNames _names;
    private readonly Problems _problems;
    private readonly string[] _extensions;
    private readonly SortedList<int, GivenMask> _masks = [];
    private readonly List<LeftOut> _leftOut = [];

    private MaskPlacement(IFrameList frames, FrameSelection selection, MaskOptions options, Problems problems)
    {
        (_frames, _selection, _names, _problems) = (frames, selection, new FrameNames(frames), problems);
        _extensions = options.Threshold is null || options.FromAlpha ? [".png"] : [.. PictureFile.Extensions];
    }

    /// <summary>The masks, in the order of their frames.</summary>
    public IList<GivenMask> Masks => _masks.Values;

    /// <summary>Files that lie beside the masks.</summary>
    public IReadOnlyList<LeftOut> LeftOut => _leftOut;

    /// <summary>Looks for masks.</summary>
    /// <param name="paths">Masks' files, each with <c>@FRAME</c> at its end where it is told to which frame it belongs, and folders of masks.</param>
    /// <param name="frames">The clip.</param>
    /// <param name="selection">The frames of the source that the clip takes: FRAME is a number in the source.</param>
    /// <param name="options">How masks are read.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static MaskPlacement Find(
        IReadOnlyList<string> paths, IFrameList frames, FrameSelection selection, MaskOptions options, Problems problems)
    {
        var found = new MaskPlacement(frames, selection, options, problems);
        foreach (string path in paths.Distinct())
        {
            MaskAddress mask = MaskAddress.Of(path);
            FileKind kind = FileStatus.Of(mask.Path).Kind;
            if (kind == FileKind.Missing) problems.Add(Missing(mask.Path));
            else if (kind != FileKind.Folder && AnnotationFile.IsOne(mask.Path)) problems.Try(() => found.AddAnnotations(mask.Path, mask.Frame));
            else if (mask.Frame is int frame) found.AddAt(new MaskPart(mask.Path), frame, kind);
            else if (kind == FileKind.Folder) problems.Try(() => found.AddFolder(mask.Path));
            else found.AddSingle(mask.Path, hasName: kind == FileKind.Regular);
        }
        return found;
    }

    /// <summary>Says that there are no masks.</summary>
    public static string Missing(string path) => path.Length == 0
        ? "The masks' name is empty; give a mask's file or a folder of masks."
        : $"There is no mask file or folder of masks '{path}'; check the name.";

    /// <summary>A mask whose name tells no number is the first frame's; the number of a shell's pipe (<c>/dev/fd/63</c>) tells nothing.</summary>
    private void AddSingle(string path, bool hasName)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (!hasName || NameNumber.Of(name) is null && !_names.IsName(name)) Add(0, path, [new MaskPart(path)]);
        else AddFile(path, ", or with no number in its name for the first frame");
    }

    /// <summary>A mask whose frame is told. Several of one frame are one mask, the later upon the earlier.</summary>
    private void AddAt(MaskPart part, int source, FileKind kind = FileKind.Regular)
    {
        string path = part.Path;
        int frame = _selection.IndexOf(source);
        if (kind == FileKind.Folder)
            _problems.Add($"'{path}' is a folder of masks, whose names tell their frames; leave '@{source}' out, or name a file in it.");
        else if (frame < 0)
            _problems.Add($"The mask '{path}' is given for frame {source}, which --start, --end and --every leave out; give it for another frame.");
        else if (frame >= _frames.Count)
            _problems.Add($"The mask '{path}' is given for frame {source}, but the last frame is {_selection.SourceOf(_frames.Count - 1)} "
                + "(the first is 0); give it for a frame of the clip.");
        else if (_masks.TryGetValue(frame, out GivenMask? there))
            _masks[frame] = there with { Parts = [.. there.Parts, part] };
        else
            Add(frame, path, [part]);
    }

    /// <summary>A file of annotations, whose pictures' names tell their frames.</summary>
    private bool AddAnnotations(string path, int? source)
    {
        IReadOnlyList<AnnotatedFrame> annotated = AnnotationFile.Read(path);
        if (annotated.Count == 0) _problems.Add($"'{path}' has no objects; annotate at least one.");
        if (source is not null && annotated.Count > 1)
            throw new MediaException($"'{path}' has objects of {annotated.Count} frames, so '@{source}' tells none of them; leave it out.");
        foreach (AnnotatedFrame frame in annotated)
        {
            var part = new MaskPart(path) { Annotated = frame };
            string fault = "";
            if (source is int number) AddAt(part, number);
            else if (frame.Names.Select(name => _names.Find(name, out fault)).FirstOrDefault(index => index >= 0, -1) is >= 0 and int index)
                Add(index, path, [part]);
            else if (_selection != FrameSelection.All) _leftOut.Add(new LeftOut($"{path}: {frame.Names[0]}", "it belongs to no frame that is taken"));
            else _problems.Add($"'{path}' has objects of '{frame.Names[0]}', which {fault}; name it like its frame, such as '{_names.First}', or give "
                + "FILE@FRAME.");
        }
        return true;
    }

    private void AddFile(string path, string otherAdvice = ", or remove it")
    {
        int frame = _names.Find(Path.GetFileNameWithoutExtension(path), out string fault);
        if (frame >= 0) Add(frame, path, [new MaskPart(path)]);
        else if (_selection != FrameSelection.All) _leftOut.Add(new LeftOut(path, "it belongs to no frame that is taken"));
        else _problems.Add($"The mask '{path}' {fault}; name it like its frame, such as '{_names.First}.png'{otherAdvice}.");
    }

    private void Add(int frame, string path, IReadOnlyList<MaskPart> parts)
    {
        if (!_masks.TryAdd(frame, new GivenMask(frame, path, parts)))
            _problems.Add($"'{_masks[frame].Path}' and '{path}' belong to the same frame; remove one.", frame);
    }

    private bool AddFolder(string path)
    {
        string[] files = [.. FolderFiles.Of(path, _extensions)];
        if (_frames is FrameFolder frames && RealPath.AreSame(path, Path.GetDirectoryName(Path.GetFullPath(frames.Path(0)))!))
        {
            HashSet<string> ofFrames = [.. Enumerable.Range(0, frames.Count).Select(frames.Path).Select(frame => Path.GetFileName(frame)!)];
            files = [.. files.Where(file => !ofFrames.Contains(Path.GetFileName(file)))];
        }
        string[] folders = [.. Directory.GetDirectories(path).Where(folder => !Path.GetFileName(folder).StartsWith('.')).Order(NaturalOrder.Comparer)];
        if (files.Length > 0)
        {
            foreach (string file in files) AddFile(file);
            _leftOut.AddRange(folders.Select(folder => new LeftOut(folder, "there are masks beside it")));
        }
        else if (folders.Length == 0 && FolderFiles.Of(path, [AnnotationFile.Extension]).ToArray() is { Length: > 0 } annotations)
        {
            foreach (string file in annotations) _problems.Try(() => AddAnnotations(file, source: null));
        }
        else if (new ObjectFolders(folders, _extensions, _names).Read(_problems) is { Count: > 0 } ofObjects)
        {
            foreach (IGrouping<(int Frame, string Path), (int Frame, string Path, MaskPart Part)> frame in ofObjects.GroupBy(each => (each.Frame, each.Path)))
                Add(frame.Key.Frame, frame.Key.Path, [.. frame.Select(each => each.Part).OrderBy(part => part.Id)]);
        }
        else if (folders.Length == 0 || _problems.All.Count == 0)
        {
            _problems.Add($"The folder '{path}' holds no masks; put a PNG named like its frame there, such as '{_names.First}.png'.");
        }
        if (_masks.Count == 0 && _problems.All.Count == 0)
            _problems.Add($"No mask in '{path}' belongs to a frame that --start, --end and --every take; give a mask for one of these.");
        _leftOut.AddRange(Directory.GetFiles(path)
            .Where(file => !Path.GetFileName(file).StartsWith('.') && !_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Except(_masks.Values.SelectMany(mask => mask.Parts).Select(part => part.Path))
            .Order(NaturalOrder.Comparer)
            .Select(file => new LeftOut(file, "it is no PNG mask")));
        return true;
    }
}
