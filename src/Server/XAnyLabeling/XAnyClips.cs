using System.Collections.Concurrent;

namespace LiVOS.Server;

/// <summary>The clips that X-AnyLabeling sent, until their sessions are closed.</summary>
internal sealed class XAnyClips
{
    private readonly ConcurrentDictionary<string, XAnyClip> _clips = new();

    /// <summary>Keeps a clip.</summary>
    public void Add(XAnyClip clip)
    {
        clip.Session.Closed = () => _clips.TryRemove(clip.Session.Id, out _);
        _clips[clip.Session.Id] = clip;
    }

    /// <summary>A session's clip.</summary>
    /// <exception cref="XAnyException">No session is named.</exception>
    /// <exception cref="Web.RequestException">There is none of that name.</exception>
    public XAnyClip Get(string? session)
    {
        if (string.IsNullOrEmpty(session)) throw new XAnyException("MISSING_SESSION", "Session ID is required");
        return _clips.GetValueOrDefault(session) ?? throw ServerSession.NotThere();
    }

    /// <summary>A run that was begun without waiting for it.</summary>
    /// <exception cref="XAnyException">There is none of that name.</exception>
    public XAnyTask GetTask(string? id) => _clips.Values.Select(clip => clip.Task).FirstOrDefault(task => task is not null && task.Id == id)
        ?? throw new XAnyException("TASK_NOT_FOUND", $"Task {id} not found");
}
