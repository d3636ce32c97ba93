namespace LiVOS.Media.Tests;

public class ContactSheetTests
{
    [Fact]
    public void Cells_stand_in_rows_with_gaps()
    {
        Picture[] pictures = [Samples.Plain(80, 60, 200, 0, 0), Samples.Plain(80, 60, 0, 200, 0), Samples.Plain(60, 80, 0, 0, 200)];
        var sheet = ContactSheet.Compose(pictures, columns: 2, cellWidth: 40);
        Assert.Equal((2 * 42 + 2, 2 * 32 + 2), (sheet.Width, sheet.Height));
        Assert.Equal((24, 24, 24), OverlayTests.At(sheet, 1, 1));
        Assert.Equal((200, 0, 0), OverlayTests.At(sheet, 2, 2));
        Assert.Equal((0, 200, 0), OverlayTests.At(sheet, 44, 2));
        Assert.Equal((24, 24, 24), OverlayTests.At(sheet, 2, 40)); // an upright picture is centred in its cell
        Assert.Equal((0, 0, 200), OverlayTests.At(sheet, 22, 40));
        Assert.Equal((24, 24, 24), OverlayTests.At(sheet, 60, 40));
    }

    [Fact]
    public void Pixels_are_means_of_the_areas_they_cover()
    {
        var small = ContactSheet.Compose([new Picture(3, 1, [90, 0, 0, 30, 0, 0, 60, 0, 0])], columns: 9, cellWidth: 2);
        Assert.Equal((70, 50), (OverlayTests.At(small, 2, 2).R, OverlayTests.At(small, 3, 2).R));
    }

    [Fact]
    public void Nothing_to_lay_out_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ContactSheet.Compose([], 2, 40));
}
