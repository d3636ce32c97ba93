namespace LiVOS.Media;

/// <summary>Lays pictures out on one sheet.</summary>
public static class ContactSheet
{
    private const byte Background = 24;

    /// <summary>
    /// Makes a sheet of rows of equal cells with small gaps, filled from the top left. Each picture is scaled to fit its cell and centred.
    /// </summary>
    /// <param name="pictures">The pictures, at least one; the first gives the cells their shape.</param>
    /// <param name="columns">Cells a row, at least 1; no more are laid out than there are pictures.</param>
    /// <param name="cellWidth">Width of a cell in pixels, at least 1.</param>
    /// <returns>The sheet.</returns>
    /// <exception cref="ArgumentException">There are no pictures, or a number is less than 1.</exception>
    public static Picture Compose(IReadOnlyList<Picture> pictures, int columns, int cellWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pictures.Count, 1, nameof(pictures));
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cellWidth, 1);
        columns = Math.Min(columns, pictures.Count);
        int rows = (pictures.Count + columns - 1) / columns;
        int cellHeight = Scaled(pictures[0].Height, (double)cellWidth / pictures[0].Width);
        int gap = Math.Max(2, cellWidth / 40);
        var sheet = new Picture(columns * (cellWidth + gap) + gap, rows * (cellHeight + gap) + gap);
        Array.Fill(sheet.Rgb, Background);
        for (int i = 0; i < pictures.Count; i++)
        {
            var cell = Fit(pictures[i], cellWidth, cellHeight);
            int left = gap + i % columns * (cellWidth + gap) + (cellWidth - cell.Width) / 2;
            int top = gap + i / columns * (cellHeight + gap) + (cellHeight - cell.Height) / 2;
            for (int y = 0; y < cell.Height; y++)
                cell.Rgb.AsSpan(y * cell.Width * 3, cell.Width * 3).CopyTo(sheet.Rgb.AsSpan(((top + y) * sheet.Width + left) * 3));
        }
        return sheet;
    }

    private static Picture Fit(Picture picture, int width, int height)
    {
        double scale = Math.Min((double)width / picture.Width, (double)height / picture.Height);
        return AreaAverage.Resize(picture, Math.Min(width, Scaled(picture.Width, scale)), Math.Min(height, Scaled(picture.Height, scale)));
    }

    private static int Scaled(int length, double scale) => Math.Max(1, (int)Math.Round(length * scale));
}
