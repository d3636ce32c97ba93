namespace LiVOS.Weights;

/// <summary>A weight file cannot be used. The message is one sentence for the user that names the file and what is wrong with it.</summary>
public sealed class WeightsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence that names the file, what is wrong and, where it helps, what to do.</param>
    public WeightsException(string message) : base(message) { }

    /// <summary>Creates the exception with the error that led to it.</summary>
    /// <param name="message">One sentence that names the file, what is wrong and, where it helps, what to do.</param>
    /// <param name="cause">The error underneath, for a debugger.</param>
    public WeightsException(string message, Exception cause) : base(message, cause) { }
}
