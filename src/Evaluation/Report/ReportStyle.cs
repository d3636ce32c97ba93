namespace LiVOS.Evaluation.Report;

/// <summary>The style of a report: light and dark, for wide screens and phones.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --ground: #fbfbfa; --card: #fff; --ink: #1d2125; --quiet: #667078; --line: #e2e5e8; --accent: #2563c9;
          --truth: #12b76a; --result: #ff4d2e }
        @media (prefers-color-scheme: dark) { :root { --ground: #14171a; --card: #1c2024; --ink: #e8eaec;
            --quiet: #98a2ab; --line: #30363c; --accent: #7db0ff } }
        * { box-sizing: border-box }
        body { margin: 0 auto; max-width: 76rem; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 4rem; background: var(--ground); color: var(--ink);
          font: 16px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; overflow-wrap: anywhere }
        h2 { font-size: 1.15rem; margin: 0; overflow-wrap: anywhere }
        a { color: var(--accent); text-decoration: none }
        a:hover { text-decoration: underline }
        .scores { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0 0 1.25rem; padding: 0; list-style: none }
        .scores li { flex: 1 1 7rem; max-width: 12rem; padding: .6rem 1rem; background: var(--card);
            border: 1px solid var(--line); border-radius: .6rem; color: var(--quiet) }
        .scores b { display: block; font-size: 1.7rem; line-height: 1.2; color: var(--ink) }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0 0 1.5rem }
        .facts dt { color: var(--quiet) }
        .facts dd { margin: 0; overflow-wrap: anywhere }
        .table { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; margin-bottom: 2rem }
        table { border-collapse: collapse; width: 100% }
        th, td { padding: .4rem .9rem; text-align: right; white-space: nowrap; border-top: 1px solid var(--line) }
        thead th { border-top: 0; color: var(--quiet); font-weight: 500 }
        tbody tr:first-child { font-weight: 600 }
        th:first-child, td:first-child { text-align: left; position: sticky; left: 0; background: var(--card) }
        .clip { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin-bottom: 1.25rem }
        .clip header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2rem 1.5rem; margin-bottom: .75rem }
        .clip header p { margin: 0; color: var(--quiet) }
        .frames { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); gap: .75rem }
        figure { margin: 0 }
        figure svg { display: block; width: 100%; height: auto; max-height: 26rem; border-radius: .35rem; background: #30363c }
        figcaption { color: var(--quiet); font-size: .875rem; margin-top: .25rem }
        figure path { fill: none; vector-effect: non-scaling-stroke; stroke-linecap: square }
        .truth { stroke: var(--truth); stroke-width: 3 }
        .result { stroke: var(--result); stroke-width: 1.5 }
        .plot { display: grid; grid-template-columns: max-content 1fr; gap: 0 .5rem; margin-top: 1rem; color: var(--quiet); font-size: .75rem }
        .plot svg { width: 100%; height: 8rem; overflow: visible }
        .plot path, .plot polyline { fill: none; vector-effect: non-scaling-stroke }
        .plot polyline { stroke: var(--c); stroke-width: 2; stroke-linejoin: round }
        .grid { stroke: var(--line) }
        .worst { stroke: var(--quiet); stroke-dasharray: 3 3 }
        .y { display: flex; flex-direction: column; justify-content: space-between; text-align: right; line-height: 1; height: 8rem }
        .x { grid-column: 2; display: flex; justify-content: space-between; margin-top: .25rem }
        .legend, .key { display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; margin: .5rem 0 0; padding: 0;
            list-style: none; font-size: .875rem; color: var(--quiet) }
        .key { margin: 0 0 1rem }
        .legend li::before, .key li::before { content: ""; display: inline-block; width: 1.1rem; height: .2rem;
            margin-right: .45rem; vertical-align: middle; border-radius: .1rem;
          background: var(--c) }
        .c0 { --c: #3b82f6 } .c1 { --c: #f59e0b } .c2 { --c: #10b981 } .c3 { --c: #ec4899 }
        .c4 { --c: #8b5cf6 } .c5 { --c: #84cc16 } .c6 { --c: #06b6d4 } .c7 { --c: #ef4444 }
        .is-truth { --c: var(--truth) } .is-result { --c: var(--result) }
        @media (max-width: 34rem) { th, td { padding: .4rem .6rem } .scores li { flex-basis: 5rem; padding: .5rem .7rem } .scores b { font-size: 1.35rem }
          .facts { grid-template-columns: 1fr; gap: 0 } .facts dd { margin-bottom: .4rem } }
        """;
}
