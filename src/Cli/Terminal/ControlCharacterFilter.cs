using Spectre.Console;
using Spectre.Console.Rendering;

namespace LiVOS.Cli.Terminal;

/// <summary>Escapes control characters in everything that a console shows; its own, which colour and move, stay.</summary>
internal sealed class ControlCharacterFilter : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(shown => new Filtered(shown));

    private sealed class Filtered(IRenderable shown) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => shown.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => shown.Render(options, maxWidth).Select(Escape);

        private static Segment Escape(Segment segment) =>
            segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(ControlCharacters.Escape(segment.Text), segment.Style);
    }
}
