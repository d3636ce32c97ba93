namespace LiVOS.PtxEmulator.Tests;

public class ComparisonInstructionsTests
{
    public static TheoryData<string, Func<float, float, bool>> Floats => new()
    {
        { "eq", (x, y) => x == y },
        { "ne", (x, y) => x != y && !Unordered(x, y) },
        { "lt", (x, y) => x < y },
        { "le", (x, y) => x <= y },
        { "gt", (x, y) => x > y },
        { "ge", (x, y) => x >= y },
        { "equ", (x, y) => x == y || Unordered(x, y) },
        { "neu", (x, y) => x != y },
        { "ltu", (x, y) => x < y || Unordered(x, y) },
        { "leu", (x, y) => x <= y || Unordered(x, y) },
        { "gtu", (x, y) => x > y || Unordered(x, y) },
        { "geu", (x, y) => x >= y || Unordered(x, y) },
        { "num", (x, y) => !Unordered(x, y) },
        { "nan", Unordered },
    };

    [Theory]
    [MemberData(nameof(Floats))]
    public void Of_floats(string compare, Func<float, float, bool> expected)
    {
        (float[] a, float[] b) = Awkward.Pairs(Awkward.Floats);
        Assert.Equal(a.Zip(b, expected), Snippet.ForEach<int>($"setp.{compare}.f32 %p, %a, %b;\nselp.s32 %d, 1, 0, %p;", a, b).Select(x => x == 1));
    }

    [Fact]
    public void Of_integers()
    {
        (int[] a, int[] b) = Awkward.Pairs(Awkward.Integers<int>());
        Check("lt.s32", (x, y) => x < y);
        Check("ge.s32", (x, y) => x >= y);
        Check("eq.b32", (x, y) => x == y);
        Check("ne.s32", (x, y) => x != y);
        Check("lo.u32", (x, y) => (uint)x < (uint)y);
        Check("le.u32", (x, y) => (uint)x <= (uint)y);
        Check("hi.u32", (x, y) => (uint)x > (uint)y);
        Check("hs.u32", (x, y) => (uint)x >= (uint)y);

        void Check(string compare, Func<int, int, bool> expected) =>
            Assert.Equal(a.Zip(b, expected), Snippet.ForEach<int>($"setp.{compare} %p, %a, %b;\nselp.s32 %d, 1, 0, %p;", a, b).Select(x => x == 1));
    }

    [Fact]
    public void Two_predicates_combined_with_a_third()
    {
        (int[] a, int[] b) = Awkward.Pairs([1, 2, 3]);
        int[] results = Snippet.ForEach<int>(
            """
            setp.lt.s32 %q, %a, 2;
            setp.lt.and.s32 %p|%q, %a, %b, !%q;
            selp.s32 %d, 1, 0, %p;
            @%q add.s32 %d, %d, 2;
            """,
            a, b);
        Assert.Equal(a.Zip(b, (x, y) => (x < y && x >= 2 ? 1 : 0) + (x >= y && x >= 2 ? 2 : 0)), results);
    }

    private static bool Unordered(float x, float y) => float.IsNaN(x) || float.IsNaN(y);
}
