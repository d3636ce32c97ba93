using LiVOS.Cli.Batches;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Tests;

/// <summary>Parts of lists, and how clusters name them.</summary>
public sealed class ShardTests
{
    [Theory]
    [InlineData(10, 3)]
    [InlineData(3, 5)]
    [InlineData(7, 7)]
    public void Every_clip_is_in_one_part(int clips, int parts)
    {
        int[] all = [.. Enumerable.Range(0, clips)];
        int[][] shards = [.. Enumerable.Range(1, parts).Select(number => new Shard(number, parts).Of(all).ToArray())];
        Assert.Equal(all, shards.SelectMany(shard => shard).Order());
        Assert.InRange(shards.Max(shard => shard.Length) - shards.Min(shard => shard.Length), 0, 1);
    }

    [Theory]
    [InlineData("1/4", 1, 4)]
    [InlineData("4/4", 4, 4)]
    [InlineData("0/4", 0, 0)]
    [InlineData("5/4", 0, 0)]
    [InlineData("1", 0, 0)]
    [InlineData("-1/4", 0, 0)]
    [InlineData("a/b", 0, 0)]
    [InlineData("1/2/3", 0, 0)]
    public void A_part_is_typed_as_a_fraction(string text, int number, int count) =>
        Assert.Equal(count == 0 ? null : new Shard(number, count), Shard.Parse(text));

    /// <summary>Variables as NAME=VALUE, and what they mean.</summary>
    [Theory]
    [InlineData("", null, "1/1")]
    [InlineData("SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0", null, "1/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1", null, "4/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=20 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_STEP=10", null, "3/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=1 SLURM_ARRAY_TASK_MIN=2", 8, "1/8")]
    [InlineData("JOB_COMPLETION_INDEX=0", 3, "1/3")]
    [InlineData("JOB_COMPLETION_INDEX=2", 3, "3/3")]
    [InlineData("", 1, "1/1")]
    public void Clusters_say_which_part_it_is(string variables, int? count, string expected) =>
        Assert.Equal(expected, Shard.OfEnvironment(Reader(variables), count).ToString());

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=1", null, "its place in the array is not known")]
    [InlineData("SLURM_ARRAY_TASK_ID=x", null, "no number")]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0", 2, "more tasks than --shards says")]
    [InlineData("JOB_COMPLETION_INDEX=0", null, "give --shards N")]
    [InlineData("JOB_COMPLETION_INDEX=3", 3, "part 4 of 3")]
    [InlineData("", 3, "give --shard I/3")]
    public void Variables_that_name_no_part_are_refused(string variables, int? count, string told) =>
        Assert.Contains(told, Assert.Throws<InputException>(() => Shard.OfEnvironment(Reader(variables), count)).Message);

    private static Func<string, string?> Reader(string variables)
    {
        Dictionary<string, string> known = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return name => known.GetValueOrDefault(name);
    }
}
