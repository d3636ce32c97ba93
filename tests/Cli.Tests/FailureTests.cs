using System.CommandLine;
using LiVOS.Cli.Errors;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>What errors say, and which exit code they give.</summary>
public sealed class FailureTests
{
    public static TheoryData<Exception, string> BadInputs => new()
    {
        { new FileNotFoundException("Could not find file '/a/b'."), "check the name" },
        { new DirectoryNotFoundException("Could not find a part of the path '/a/b'."), "check the name" },
        { new PathTooLongException("The path '/a/b' is too long."), "shorter name" },
        { new IOException("No space left on device : '/a/b'", 28), "disk is full" },
        { new IOException("Input/output error : '/a/b'", 5), "its disk can be read" },
        { new UnauthorizedAccessException("Access to the path '/a/b' is denied."), "check its permissions" },
    };

    [Theory]
    [MemberData(nameof(BadInputs))]
    public void Errors_of_files_say_which_and_what_to_do(Exception error, string advice)
    {
        Assert.Equal(ExitCode.BadInput, Failure.ExitCodeOf(error));
        Assert.Contains("/a/b", Failure.Describe(error));
        Assert.Contains(advice, Failure.Describe(error));
    }

    [Fact]
    public void A_folder_where_a_file_is_wanted() =>
        Assert.Contains("it is a folder", Failure.Describe(new UnauthorizedAccessException($"Access to the path '{Path.GetTempPath()}' is denied.")));

    [Fact]
    public void An_error_that_names_no_file_gets_those_of_the_command_line()
    {
        string folder = Path.GetTempPath();
        ParseResult parse = LivosCommand.Create().Parse(["segment", folder, "--masks", folder, "--out", "/no/such", "--device", "cpu"]);

        string told = Failure.Describe(new UnauthorizedAccessException("Access to the path is denied."), parse);

        Assert.Contains($"'{folder}'", told);
        Assert.Contains("permissions", told);
        Assert.DoesNotContain("cpu", told);
    }

    [Theory]
    [InlineData("segment", "--size", "fewer objects")]
    [InlineData("eval", "--size", "fewer --jobs")]
    [InlineData("score", "fewer --threads", "close other programs")]
    [InlineData("inspect", "close other programs", "more memory")]
    [InlineData("convert", "close other programs", "more memory")]
    public void Advice_on_memory_fits_the_command(string command, params string[] words)
    {
        string told = Failure.Describe(new OutOfMemoryException(), LivosCommand.Create().Parse([command]));
        Assert.All(words, word => Assert.Contains(word, told));
        if (command is "score" or "inspect" or "convert") Assert.All(["--size", "objects", "--jobs"], word => Assert.DoesNotContain(word, told));
    }

    [Fact]
    public async Task Errors_of_threads_are_unwrapped()
    {
        var cause = new MediaException("'x.png' is damaged.");
        Exception parallel = Assert.Throws<AggregateException>(() => Parallel.For(0, 4, _ => throw cause));
        var task = Task.Run(() => { Task.Run(() => throw cause).Wait(); });
        Exception nested = Assert.Throws<AggregateException>(task.Wait);
        await Task.WhenAny(task);

        Assert.All([parallel, nested, new AggregateException(new OperationCanceledException(), new AggregateException(cause))], error =>
        {
            Assert.Equal(ExitCode.BadInput, Failure.ExitCodeOf(error));
            Assert.Equal(cause.Message, Failure.Describe(error));
        });
        Assert.Equal(ExitCode.BadInput, Failure.ExitCodeOf(new AggregateException(new OutOfMemoryException())));
        Assert.Equal(ExitCode.Interrupted, Failure.ExitCodeOf(new AggregateException(new OperationCanceledException())));
    }
}
