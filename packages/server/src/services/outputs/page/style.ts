/** The one style sheet of every page that a run writes: light and dark, screen, phone and paper. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b2129;--muted:#5d6875;--line:#dfe4ea;--soft:#f4f6f8;--accent:#1f5fbf;--on-accent:#fff;--warn:#8a5a00;--warn-soft:#fdf5e3}
@media (prefers-color-scheme:dark){:root{--paper:#13171c;--ink:#e4e8ed;--muted:#98a4b1;--line:#2c343d;--soft:#1b2128;--accent:#77aaf5;--on-accent:#0c1420;--warn:#e6bd6a;--warn-soft:#2a2414}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans","Hiragino Sans","Noto Sans CJK JP",sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:60rem;margin:0 auto;padding:3rem 1.5rem 4rem}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.01em;margin:.2rem 0 1rem;font-weight:650;overflow-wrap:anywhere}
h2{font-size:1.2rem;line-height:1.3;margin:3.25rem 0 .75rem;padding-top:1.25rem;border-top:1px solid var(--line);font-weight:650}
h3{font-size:1rem;margin:1.5rem 0 .5rem;font-weight:650}
p{margin:.5rem 0;max-width:44rem}
.kicker{color:var(--muted);font-size:.9rem;margin:0;overflow-wrap:anywhere}
.lead{font-size:1.125rem}
.note,figcaption,.axis-note{color:var(--muted);font-size:.875rem}
.callout{background:var(--warn-soft);border-left:3px solid var(--warn);padding:.7rem 1rem;margin:1.25rem 0;max-width:46rem;border-radius:0 4px 4px 0}
.callout p{margin:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:1px;background:var(--line);border:1px solid var(--line);border-radius:8px;overflow:hidden;margin:1.75rem 0}
.tile{background:var(--paper);padding:1rem 1.15rem}
.tile dt{color:var(--muted);font-size:.85rem}
.tile dd{margin:0}
.tile .value{font-size:1.6rem;font-weight:650;line-height:1.3;letter-spacing:-.01em;white-space:nowrap}
.tile .accent{color:var(--accent)}
.tile .detail{color:var(--muted);font-size:.85rem;line-height:1.4}
.chart{margin:1rem 0}
.chart svg{display:block;width:100%;height:auto;overflow:visible}
.narrow{display:none!important}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans","Noto Sans CJK JP",sans-serif;fill:var(--muted);font-variant-numeric:tabular-nums}
svg .strong{fill:var(--ink)}
svg .on{fill:var(--on-accent)}
svg .grid{stroke:var(--line);stroke-width:1}
svg .base{stroke:var(--muted);stroke-width:1}
svg .band{fill:var(--accent);fill-opacity:.16}
svg .line{fill:none;stroke:var(--accent);stroke-width:2.25;stroke-linejoin:round}
svg .dot{fill:var(--accent);stroke:var(--paper);stroke-width:1.5}
svg .band-2{fill:var(--muted);fill-opacity:.13}
svg .line-2{fill:none;stroke:var(--muted);stroke-width:1.75;stroke-dasharray:5 4;stroke-linejoin:round}
svg .dot-2{fill:var(--paper);stroke:var(--muted);stroke-width:1.5}
svg .band-3{fill:var(--accent);fill-opacity:.08}
svg .line-3{fill:none;stroke:var(--accent);stroke-width:1.75;stroke-dasharray:2 4;stroke-linecap:round}
svg .fill{fill:var(--accent)}
svg .track{fill:var(--line)}
svg .empty{fill:var(--soft)}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.5rem;padding:0;margin:.5rem 0;list-style:none;font-size:.875rem;color:var(--muted)}
.legend svg{display:inline-block;width:28px;height:12px;vertical-align:-1px;margin-right:.5rem}
.scroll{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:right;padding:.4rem .75rem;border-bottom:1px solid var(--line);vertical-align:baseline;white-space:nowrap}
caption{text-align:left;color:var(--muted);font-size:.875rem;padding:.6rem 0 .2rem}
th:first-child,td:first-child{text-align:left;padding-left:0}
th:last-child,td:last-child{padding-right:0}
td.words,th.words{text-align:left;white-space:normal;overflow-wrap:anywhere;min-width:9rem}
thead th{color:var(--muted);font-weight:500;font-size:.825rem;border-bottom-color:var(--muted)}
tbody th{font-weight:500;white-space:normal;overflow-wrap:anywhere;min-width:7rem}
td small{color:var(--muted);font-size:.8rem;margin-left:.35rem}
.bar{display:inline-block;width:6rem;height:.55rem;margin-left:.6rem}
.tile .bar{display:block;width:100%;margin:.5rem 0 .2rem}
details{margin:.75rem 0}
summary{cursor:pointer;color:var(--accent);font-size:.9rem}
pre{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.9rem 1rem;overflow-x:auto;font:.825rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--soft);padding:.1em .3em;border-radius:3px;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem;font-size:.9rem}
.facts dt{color:var(--muted)}
.facts dd{margin:0;overflow-wrap:anywhere}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;padding:0;list-style:none;font-size:.875rem}
.chips li{border:1px solid var(--line);border-radius:1rem;padding:.1rem .7rem}
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.5rem,1fr));gap:.9rem .75rem;margin:1rem 0}
.sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:1.25rem 1rem;margin:2rem 0}
figure{margin:0;min-width:0;break-inside:avoid}
.frame{aspect-ratio:1;background:var(--soft);border:1px solid var(--line);border-radius:4px;display:grid;place-items:center;overflow:hidden;padding:3px}
.frame img{width:100%;height:100%;object-fit:contain}
.frame img.tiny{image-rendering:pixelated}
figcaption{margin-top:.3rem;font-size:.8rem;line-height:1.35;overflow-wrap:anywhere}
figcaption b{color:var(--ink);font-weight:600}
.missing{color:var(--muted);font-size:.75rem;padding:.5rem;text-align:center}
.texts{list-style:none;padding:0;margin:1rem 0}
.texts li{padding:.6rem 0;border-bottom:1px solid var(--line);break-inside:avoid}
.texts p{margin:0 0 .15rem;overflow-wrap:anywhere}
footer{margin-top:3.5rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--muted);font-size:.85rem}
@media (max-width:40rem){main{padding:1.75rem 1rem 3rem}h1{font-size:1.55rem}h2{margin-top:2.5rem}.wide{display:none!important}.narrow{display:block!important}.tiles{grid-template-columns:1fr 1fr}.tile{padding:.8rem .9rem}.tile .value{font-size:1.3rem}.gallery{grid-template-columns:repeat(auto-fill,minmax(5rem,1fr))}.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.5rem}.bar{width:2.5rem}th,td{padding-left:.35rem;padding-right:.35rem}td small{display:block;margin:0;font-size:.75rem}tbody th{min-width:6.2rem}td.words small{display:inline}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--muted:#444;--line:#ccc;--soft:#f5f5f5;--accent:#1f5fbf;--on-accent:#fff;--warn:#8a5a00;--warn-soft:#fdf5e3}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}body{font-size:10.5pt}main{max-width:none;padding:0}h2{break-after:avoid;margin-top:1.75rem}.chart,tr,.tiles{break-inside:avoid}.scroll{overflow:visible}pre{overflow:visible}}
`;
