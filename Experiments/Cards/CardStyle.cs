namespace SerpentDsl.Experiments.Cards;

/// <summary>The style sheet of a card. It loads no other files, and is light or dark as the reader's browser is set.</summary>
internal static class CardStyle
{
    public const string Css = """
        :root {
          color-scheme: light dark;
          --paper: #f7f6f3; --sheet: #ffffff; --ink: #1c2127; --soft: #5d6673; --faint: #8d96a3; --rule: #e5e3dd; --edge: #a3abb6;
          --edge-fill: #eef1f5; --edge-line: #8795a7; --linear-fill: #e4eefc; --linear-line: #4a7fd0; --resampling-fill: #fdefd9;
          --resampling-line: #cf8420;
          --sequence-fill: #dcf3ec; --sequence-line: #1f8f73; --norm-fill: #efe9fb; --norm-line: #8465c9; --mixing-fill: #fbe6ee;
          --mixing-line: #c64f7d;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --paper: #14171b; --sheet: #1b1f25; --ink: #e8eaed; --soft: #a9b1bc; --faint: #7a838f; --rule: #2d333b; --edge: #66707c;
            --edge-fill: #262c34; --edge-line: #76839a; --linear-fill: #1c2e4a; --linear-line: #6b9ce6; --resampling-fill: #402c12;
            --resampling-line: #dd9c45;
            --sequence-fill: #123a32; --sequence-line: #3fb394; --norm-fill: #2d2546; --norm-line: #a48be3; --mixing-fill: #43202f;
            --mixing-line: #e07aa2;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink);
          font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
        main { max-width: 1240px; margin: 0 auto; padding: 44px 28px 64px; }
        header { margin-bottom: 30px; }
        .over { margin: 0; color: var(--faint); font-size: 12px; letter-spacing: .09em; text-transform: uppercase; }
        h1 { margin: 2px 0 4px; font-size: 34px; line-height: 1.15; letter-spacing: -.015em; overflow-wrap: anywhere; }
        h2 { margin: 0 0 14px; font-size: 13px; font-weight: 600; letter-spacing: .04em; text-transform: uppercase; color: var(--soft); }
        .sub { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
        .chips { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 14px; }
        .chip { padding: 2px 11px; border: 1px solid var(--rule); border-radius: 99px; background: var(--sheet); color: var(--soft);
          font-size: 13px; }
        .tiles { display: flex; flex-wrap: wrap; gap: 1px; overflow: hidden; border: 1px solid var(--rule); border-radius: 12px;
          background: var(--rule); }
        .tile { flex: 1 1 auto; min-width: 120px; padding: 14px 15px 13px; background: var(--sheet); }
        .tile b { display: block; font-size: 20px; font-weight: 600; letter-spacing: -.01em; font-variant-numeric: tabular-nums;
          white-space: nowrap; }
        .tile span { color: var(--soft); font-size: 13px; }
        section { margin-top: 22px; padding: 22px 24px; border: 1px solid var(--rule); border-radius: 12px; background: var(--sheet); }
        .pictures { display: flex; flex-wrap: wrap; gap: 26px 48px; align-items: flex-start; justify-content: center; }
        figure { margin: 0; max-width: 100%; }
        figcaption { margin-bottom: 12px; color: var(--soft); font-size: 13px; text-align: center; }
        .scroll { overflow-x: auto; }
        svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
        svg text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--soft); }
        svg .t { font: 600 13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; fill: var(--ink);
          text-anchor: middle; }
        svg .n { font: 11.5px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; fill: var(--soft); }
        svg .s { font-size: 11px; fill: var(--faint); }
        svg rect, svg path, svg circle { stroke-width: 1.4; }
        svg .line { fill: none; stroke: var(--edge); }
        svg .head { fill: var(--edge); }
        svg .plus { fill: var(--sheet); stroke: var(--edge); }
        svg .points { fill: var(--resampling-fill); fill-opacity: .35; stroke: var(--resampling-line); stroke-opacity: .45;
          stroke-dasharray: 4 4; }
        svg .pile { fill: var(--sequence-fill); stroke: var(--sequence-line); }
        .r-edge > rect, .r-edge > path, i.r-edge { fill: var(--edge-fill); stroke: var(--edge-line); background: var(--edge-line); }
        .r-linear > rect, .r-linear > path, i.r-linear { fill: var(--linear-fill); stroke: var(--linear-line);
          background: var(--linear-line); }
        .r-resampling > rect, .r-resampling > path, i.r-resampling { fill: var(--resampling-fill); stroke: var(--resampling-line);
          background: var(--resampling-line); }
        .r-sequence > rect, .r-sequence > path, i.r-sequence { fill: var(--sequence-fill); stroke: var(--sequence-line);
          background: var(--sequence-line); }
        .r-norm > rect, .r-norm > path, i.r-norm { fill: var(--norm-fill); stroke: var(--norm-line); background: var(--norm-line); }
        .r-mixing > rect, .r-mixing > path, i.r-mixing { fill: var(--mixing-fill); stroke: var(--mixing-line);
          background: var(--mixing-line); }
        .legend { display: flex; flex-wrap: wrap; gap: 6px 20px; justify-content: center; margin: 22px 0 0; padding: 0; list-style: none;
          color: var(--soft); font-size: 13px; }
        .legend i, td i { display: inline-block; width: 9px; height: 9px; margin-right: 8px; border-radius: 3px; }
        table { width: 100%; border-collapse: collapse; font-size: 14px; }
        th { padding: 0 11px 8px 0; border-bottom: 1px solid var(--rule); color: var(--soft); font-size: 12.5px; font-weight: 500;
          text-align: left; white-space: nowrap; }
        td { padding: 7px 11px 7px 0; border-bottom: 1px solid var(--rule); white-space: nowrap; }
        tbody tr:last-child td { border-bottom: 0; }
        tfoot td { padding-top: 10px; border: 0; border-top: 1px solid var(--edge); font-weight: 600; }
        th.num, td.num { text-align: right; font-variant-numeric: tabular-nums; }
        td code, .weights code { color: var(--soft);
          font: 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        .share { display: inline-block; width: 76px; height: 6px; border-radius: 3px; background: var(--rule); vertical-align: 2px; }
        .share i { display: block; width: 0; height: 100%; margin: 0; border-radius: 3px; }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 22px 34px; }
        h3 { margin: 0 0 6px; font-size: 14px; font-weight: 600; overflow-wrap: anywhere; }
        dl { display: grid; grid-template-columns: auto 1fr; gap: 1px 14px; margin: 0; font-size: 14px; }
        dt { color: var(--soft); }
        dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        .default { color: var(--faint); }
        .cite p { margin: 0 0 6px; }
        a { color: var(--linear-line); text-decoration-thickness: 1px; text-underline-offset: 2px; }
        footer { margin-top: 26px; color: var(--faint); font-size: 13px; }
        @media (max-width: 640px) {
          main { padding: 26px 14px 40px; }
          section { padding: 18px 16px; }
          h1 { font-size: 26px; }
        }
        @media print { body { background: none; } section, .tiles { break-inside: avoid; } }
        """;
}
