using Microsoft.Playwright;

namespace LiVOS.Studio.Tests.Page;

/// <summary>A real browser: the system's Chromium, driven by Playwright.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Why there is none; null where there is.</summary>
    public static string? WhyNone { get; } = Program is null ? $"There is no Chromium at {string.Join(", ", s_places)}." : null;

    private static string? Program => s_places.FirstOrDefault(File.Exists);

    public async Task InitializeAsync()
    {
        if (WhyNone is not null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox"] });
    }

    /// <summary>Opens a page.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="width">The window's width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="dark">Whether the system is dark.</param>
    public async Task<IPage> OpenAsync(Uri address, int width = 1280, int height = 800, bool dark = false)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        IPage page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of 4") && !message.Text.Contains("ERR_"))
                Complaints.Add(message.Text);
        };
        page.PageError += (_, message) => Complaints.Add(message);
        page.SetDefaultTimeout(120_000); // a busy machine
        await page.GotoAsync($"{address}");
        return page;
    }

    /// <summary>What scripts complained of.</summary>
    public List<string> Complaints { get; } = [];

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
