using FsCheck.Xunit;

namespace LiVOS.Media.Tests;

/// <summary>The order of names, and which names are one.</summary>
public class NaturalOrderTests
{
    private static readonly string s_long = new('9', 400);

    public static TheoryData<string[]> Sorted => new()
    {
        new[] { "frame1", "frame2", "frame10", "frame11", "frame100" },
        new[] { "8.jpg", "9.jpg", "10.jpg", "13.jpg" },
        new[] { "a", "a1", "a1b", "a1b2", "a1b10", "a2", "b" },
        new[] { "007", "07", "7", "08", "8", "9" },
        new[] { "0", "00", "000", "1" },
        new[] { "f000", "f1", "f01x", "f2" },
        new[] { "2147483647", "2147483648", "4294967296", "9223372036854775807", "18446744073709551616" },
        new[] { s_long, "1" + new string('0', 400), "1" + new string('0', 399) + "1" },
        new[] { "B2", "a1" },
        new[] { "v1-f2", "v1-f10", "v2-f1", "v10-f1" },
        new[] { "", "0", "x" },
        new[] { "-2", "1", "é1", "é2", "é10", "٢", "١٠".Replace('١', '٣') },
    };

    [Theory, MemberData(nameof(Sorted))]
    public void Numbers_are_counted(string[] names)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            string[] mixed = [.. names];
            new Random(seed).Shuffle(mixed);
            Assert.Equal(names, mixed.Order(NaturalOrder.Comparer));
        }
    }

    [Property(MaxTest = 500)]
    public bool Any_three_names_are_in_one_order(int seed)
    {
        var random = new Random(seed);
        string[] names = [.. Enumerable.Range(0, 3).Select(_ => new string([.. Enumerable.Range(0, random.Next(7)).Select(_ => "0012a."[random.Next(6)])]))];
        var order = NaturalOrder.Comparer;
        return names.All(a => names.All(b => Math.Sign(order.Compare(a, b)) == -Math.Sign(order.Compare(b, a)) && order.Compare(a, b) == 0 == (a == b)
            && names.All(c => order.Compare(a, b) > 0 || order.Compare(b, c) > 0 || order.Compare(a, c) <= 0)));
    }

    [Theory]
    [InlineData(true, "00001", "00002", "00010")]
    [InlineData(true, "a")]
    [InlineData(true)]
    [InlineData(false, "8", "9", "10")]
    [InlineData(false, "frame2", "frame10")]
    public void An_order_that_differs_from_that_by_text_is_reported(bool ordinal, params string[] names) =>
        Assert.Equal(ordinal, NaturalOrder.IsOrdinal(names));

    [Theory]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("\u00c5ngstr\u00f6m", "A\u030angstro\u0308m")]
    [InlineData("\u1ec7", "e\u0323\u0302")]
    [InlineData("\u1ec7", "e\u0302\u0323")]
    [InlineData("\ud55c\uae00", "\u1112\u1161\u11ab\u1100\u1173\u11af")]
    [InlineData("\u304c", "\u304b\u3099")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\u0439", "\u0438\u0306")]
    public void Composed_and_taken_apart_is_one_name(string one, string other)
    {
        Assert.Equal(one, other, NameComparer.Instance);
        Assert.Equal(NameComparer.Instance.GetHashCode(one), NameComparer.Instance.GetHashCode(other));
        Assert.Equal(7, new Dictionary<string, int>(NameComparer.Instance) { [one] = 7 }[other]);
    }

    [Theory]
    [InlineData("cafe", "caf\u00e9")]
    [InlineData("a", "A")]
    [InlineData("1", "01")]
    [InlineData("1", "\u00b9")]
    [InlineData("fi", "\ufb01")]
    [InlineData("\ud800", "\ud800x")]
    public void Other_names_are_others(string one, string other) => Assert.NotEqual(one, other, NameComparer.Instance);
}
