using LiVOS.Video.Tests;
using Microsoft.Playwright;

namespace LiVOS.Studio.Tests.Page;

/// <summary>The page as a user has it: real mouse, real keys, a real program behind it. Where LIVOS_SCREENSHOTS names a folder, pictures go there.</summary>
public sealed class StudioPageTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const int Last = 40;

    private readonly MovingSquare _clip = new(frames: Last + 1, width: 96, height: 72);

    [SkippableFact]
    public async Task From_a_clip_without_masks_to_an_exported_file()
    {
        Skip.If(Browser.WhyNone is not null, Browser.WhyNone);
        await using StudioProgram program = await StartAsync();
        IPage page = await browser.OpenAsync(program.Address);

        await AddAsync(page);
        await page.FillAsync("#objects input[type=text]", "Yellow square");
        await page.PressAsync("#objects input[type=text]", "Enter");
        await page.ClickAsync("[data-tool=box]");
        await DragAsync(page, (9, 11), (27, 29));
        await MaskAsync(page, 0);
        await page.ClickAsync("[data-tool=click]");
        await page.Mouse.ClickAsync((await PlaceAsync(page, 15, 20)).X, (await PlaceAsync(page, 15, 20)).Y);
        await page.Locator("#undo[title*='Click on object 1']").WaitForAsync();
        await ShootAsync(page, "click");

        await page.FocusAsync("#canvas");
        await page.Keyboard.PressAsync("f");
        await EndOfRunAsync(page);
        await ShootAsync(page, "run");

        // A correction, and on from there.
        await page.FillAsync("#frame", "10");
        await MaskAsync(page, 10);
        string before = (await page.GetAttributeAsync("#canvas", "data-mask"))!;
        await page.FocusAsync("#canvas");
        await page.Keyboard.PressAsync("r");
        await DragAsync(page, (40, 40), (60, 40));
        await ChangedAsync(page, before);
        string corrected = (await page.GetAttributeAsync("#canvas", "data-mask"))!;
        await page.ClickAsync("#forward");
        await EndOfRunAsync(page);

        // Undo takes the run back, then the stroke.
        await page.Keyboard.PressAsync("Control+z");
        await page.Locator("#redo[title*='Run forward']").WaitForAsync();
        await page.FillAsync("#frame", "10");
        await MaskAsync(page, 10);
        Assert.Equal(corrected, await page.GetAttributeAsync("#canvas", "data-mask"));
        await page.ClickAsync("#undo");
        await ChangedAsync(page, corrected);
        Assert.Equal(before, await page.GetAttributeAsync("#canvas", "data-mask"));

        await page.ClickAsync("#insight summary");
        await page.Locator("#panels figure >> nth=5").WaitForAsync();
        await ShootAsync(page, "insight");

        await page.ClickAsync("#export");
        await page.SelectOptionAsync("#format", "coco");
        await page.ClickAsync("#write");
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#exported a"));
        Assert.Equal("frames-coco.zip", download.SuggestedFilename);
        Assert.Contains("Yellow square", File.ReadAllText(Path.Combine(_clip["frames.livos"], "exports", "coco", "coco.json")));
        Assert.Empty(browser.Complaints);
    }

    /// <summary>kill -9 in the middle of a run: all that was shown is there again.</summary>
    [SkippableFact]
    public async Task A_killed_program_loses_nothing()
    {
        Skip.If(Browser.WhyNone is not null, Browser.WhyNone);
        StudioProgram program = await StartAsync();
        IPage page = await browser.OpenAsync(program.Address);
        await AddAsync(page);
        await DragAsync(page, (12, 15), (24, 25));
        await MaskAsync(page, 0);
        string stroke = (await page.GetAttributeAsync("#canvas", "data-mask"))!;
        await page.ClickAsync("#forward");
        await page.WaitForFunctionAsync("() => document.getElementById('canvas').dataset.frame >= 3");
        await program.KillAsync();
        await page.Locator("#problem:not([hidden])").WaitForAsync();
        Assert.Contains("All that was done is kept", await page.InnerTextAsync("#problem"));

        await using StudioProgram again = await StartAsync();
        page = await browser.OpenAsync(again.Address);
        await MaskAsync(page, 0);
        Assert.Equal(stroke, await page.GetAttributeAsync("#canvas", "data-mask"));
        await page.FillAsync("#frame", "3");
        await MaskAsync(page, 3);
        await page.ClickAsync("#undo");
        await page.Locator("#canvas[data-frame='3'][data-mask='']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    [SkippableFact]
    public async Task Two_pages_show_the_same()
    {
        Skip.If(Browser.WhyNone is not null, Browser.WhyNone);
        await using StudioProgram program = await StartAsync();
        IPage one = await browser.OpenAsync(program.Address), other = await browser.OpenAsync(program.Address, dark: true);
        await AddAsync(one);
        await other.Locator("#objects li").WaitForAsync();
        await DragAsync(one, (12, 15), (24, 25));
        await MaskAsync(other, 0);
        await MaskAsync(one, 0);
        string before = (await one.GetAttributeAsync("#canvas", "data-mask"))!;
        await DragAsync(other, (50, 50), (60, 60));
        await ChangedAsync(one, before);
        await one.ClickAsync("#undo");
        foreach (IPage each in new[] { one, other })
            await each.Locator($"#canvas[data-mask='{before}']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await ShootAsync(other, "dark");
        Assert.Empty(browser.Complaints);
    }

    [SkippableFact]
    public async Task A_phone_shows_all_of_it_without_scrolling_sideways()
    {
        Skip.If(Browser.WhyNone is not null, Browser.WhyNone);
        await using StudioProgram program = await StartAsync();
        IPage page = await browser.OpenAsync(program.Address, width: 375, height: 740);
        await page.Locator("#canvas[data-frame='0']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 375"));
        await AddAsync(page);
        await DragAsync(page, (12, 15), (24, 25));
        await MaskAsync(page, 0);
        await ShootAsync(page, "phone");
    }

    [SkippableFact]
    public async Task Without_a_clip_the_page_lists_what_there_is()
    {
        Skip.If(Browser.WhyNone is not null, Browser.WhyNone);
        await using StudioProgram program = await StudioProgram.StartAsync(_clip.Frames);
        IPage page = await browser.OpenAsync(program.Address);
        await page.ClickAsync("#open");
        await page.Locator("#entries button", new() { HasText = "frames" }).First.ClickAsync();
        await page.Locator("#opening").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Contains("frames", await page.InnerTextAsync("#clip"));
    }

    [SkippableFact]
    public async Task Names_are_text()
    {
        Skip.If(Browser.WhyNone is not null, Browser.WhyNone);
        const string name = "<img src=x onerror=document.title='broken'>\" onfocus=alert(1) x=\"";
        await using StudioProgram program = await StartAsync();
        IPage page = await browser.OpenAsync(program.Address);
        await AddAsync(page);
        await page.FillAsync("#objects input[type=text]", name);
        await page.PressAsync("#objects input[type=text]", "Enter");
        await page.Locator("#undo[title*='img src=x']").WaitForAsync();
        Assert.Equal(name, await page.InputValueAsync("#objects input[type=text]"));
        Assert.Equal(0, await page.Locator("#objects img").CountAsync());
        Assert.DoesNotContain("broken", await page.TitleAsync());
        Assert.Empty(browser.Complaints);
    }

    /// <summary>Everything that can be used has a name for who does not see it, and can be reached by keys.</summary>
    [SkippableFact]
    public async Task Everything_has_a_name_and_can_be_reached_by_keys()
    {
        Skip.If(Browser.WhyNone is not null, Browser.WhyNone);
        await using StudioProgram program = await StartAsync();
        IPage page = await browser.OpenAsync(program.Address);
        await AddAsync(page);
        string[] nameless = await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('button, input, select, canvas')].filter(e => e.offsetParent !== null)
              .filter(e => !(e.ariaLabel || e.title || e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label'))).map(e => e.outerHTML)
            """);
        Assert.Empty(nameless);
        var reached = new HashSet<string>();
        for (int i = 0; i < 40; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.dataset.tool || ''"));
        }
        Assert.Superset(new HashSet<string> { "open", "export", "brush", "eraser", "polygon", "canvas", "add", "forward", "backward", "frame" }, reached);
    }

    /// <summary>A clip comes into the folder by choosing it, or by dropping it on the page; what is refused is told in the dialog.</summary>
    [SkippableFact]
    public async Task A_clip_is_brought_by_choosing_or_dropping_it()
    {
        Skip.If(Browser.WhyNone is not null, Browser.WhyNone);
        using var elsewhere = new TemporaryFolder();
        string holiday = Directory.CreateDirectory(elsewhere["holiday"]).FullName;
        for (int frame = 0; frame < 3; frame++) File.Copy(Path.Combine(_clip.Frames, $"{frame:00000}.png"), Path.Combine(holiday, $"{frame}.png"));
        File.WriteAllText(Path.Combine(holiday, "Thumbs.db"), "");
        await using StudioProgram program = await StartAsync();
        IPage page = await browser.OpenAsync(program.Address);
        await page.Locator("#workspace:not([hidden])").WaitForAsync();

        await page.ClickAsync("#open");
        await page.SetInputFilesAsync("#files", elsewhere.Add("notes.txt", "no clip"u8));
        await page.Locator("#opening #problem:not([hidden])").WaitForAsync();
        Assert.Contains("'notes.txt' is no video and no picture", await page.InnerTextAsync("#problem"));
        await ShootAsync(page, "upload");
        await page.SetInputFilesAsync("#frames", holiday);
        await page.Locator("#opening").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await ClipAsync(page, "holiday");
        Assert.Equal("2", await page.GetAttributeAsync("#frame", "max"));

        // A picture is dropped, as the browser would give it.
        string picture = Convert.ToBase64String(File.ReadAllBytes(Path.Combine(holiday, "0.png")));
        await page.EvaluateAsync(
            """
            picture => {
              const bytes = Uint8Array.from(atob(picture), each => each.charCodeAt(0));
              const dropped = new DataTransfer();
              dropped.items.add(new File([bytes], 'dropped.png'));
              document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
            }
            """,
            picture);
        await ClipAsync(page, "frames-2");
        Assert.True(File.Exists(Path.Combine(_clip["frames-2"], "dropped.png")));
        Assert.Empty(browser.Complaints);
    }

    public void Dispose() => _clip.Dispose();

    private Task<StudioProgram> StartAsync()
    {
        string weights = _clip["headed.safetensors"];
        if (!File.Exists(weights)) HeadedWeights.Write(weights);
        return StudioProgram.StartAsync(_clip.Frames, "--weights", weights, "--size", "72");
    }

    private static Task ClipAsync(IPage page, string name) =>
        page.WaitForFunctionAsync("name => document.getElementById('clip').textContent.endsWith('/' + name)", name);

    private static async Task AddAsync(IPage page)
    {
        await page.ClickAsync("#add");
        await page.Locator("#objects li").WaitForAsync();
    }

    /// <summary>Where a pixel of the frame is in the window.</summary>
    private static async Task<(float X, float Y)> PlaceAsync(IPage page, double x, double y)
    {
        double[] at = await page.EvaluateAsync<double[]>("""
            ([x, y]) => { const c = document.getElementById('canvas'), b = c.getBoundingClientRect(), s = Math.min(b.width / c.width, b.height / c.height);
              return [b.left + (b.width - c.width * s) / 2 + (x + .5) * s, b.top + (b.height - c.height * s) / 2 + (y + .5) * s]; }
            """, new[] { x, y });
        return ((float)at[0], (float)at[1]);
    }

    private static async Task DragAsync(IPage page, (int X, int Y) from, (int X, int Y) to)
    {
        await page.Locator("#canvas").ScrollIntoViewIfNeededAsync();
        (float x, float y) = await PlaceAsync(page, from.X, from.Y);
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        (x, y) = await PlaceAsync(page, to.X, to.Y);
        await page.Mouse.MoveAsync(x, y, new() { Steps = 5 });
        await page.Mouse.UpAsync();
    }

    /// <summary>Waits until a frame is shown with a mask.</summary>
    private static Task MaskAsync(IPage page, int frame) =>
        page.Locator($"#canvas[data-frame='{frame}']:not([data-mask=''])").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    private static Task ChangedAsync(IPage page, string mask) =>
        page.Locator($"#canvas:not([data-mask='{mask}'])").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    private static async Task EndOfRunAsync(IPage page)
    {
        try
        {
            await page.Locator($"#canvas[data-frame='{Last}']:not([data-mask=''])").WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await page.Locator("#stop[disabled]").WaitForAsync();
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The run did not come to its end: frame {await page.InputValueAsync("#frame")}, {await page.InnerTextAsync("#status")} "
                + await page.InnerTextAsync("#problem"));
        }
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("LIVOS_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
