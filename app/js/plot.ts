// Charts with Observable Plot: draws the released numbers that it is given, and nothing else.

import * as Plot from "@observablehq/plot";

/** A bar: `null` is a hidden value, drawn as a gap. */
type Bar = { category: string; series: string; panel: string; value: number | null };
/** A bin of a histogram; an open tail has no outer limit. */
type Bin = { low: number; high: number; label: string; panel: string; value: number | null };

/** What is drawn, as the crate `app` writes it. */
export type Chart = {
  kind: "bar" | "histogram";
  bars: Bar[];
  bins: Bin[];
  horizontal: boolean;
  stacked: boolean;
  valueLabel: string;
  categoryLabel: string;
  seriesLabel: string;
  /** The one-sentence summary that screen readers get. */
  summary: string;
};

/** The reader's language and the page's nonce. */
export type Settings = { locale: string; nonce: string };

const NARROW = 480;
const LONGEST_LABEL = 22;

/** Draws into `host` and again whenever its width changes; call the result to stop. */
export function draw(host: HTMLElement, json: string, settings: Settings): () => void {
  const chart = JSON.parse(json) as Chart;
  let width = 0;
  const render = () => {
    const next = Math.floor(host.clientWidth);
    if (next === width || next === 0) return;
    width = next;
    const figure = chart.kind === "bar" ? bars(chart, width, settings) : histogram(chart, width, settings);
    prepare(figure, chart, settings);
    host.replaceChildren(figure);
  };
  const observer = new ResizeObserver(render);
  observer.observe(host);
  render();
  return () => observer.disconnect();
}

/** Colors from the style sheet; `--chart-1` … are safe for color-blind readers. */
function palette(count: number): string[] {
  return Array.from({ length: Math.max(count, 1) }, (_, place) => `var(--chart-${(place % 8) + 1})`);
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}

function shorten(label: string, longest = LONGEST_LABEL): string {
  return label.length > longest ? `${label.slice(0, longest - 1)}…` : label;
}

function numbers(settings: Settings): (value: number) => string {
  const format = new Intl.NumberFormat(settings.locale === "nb" ? "nb-NO" : "en-GB", { maximumSignificantDigits: 6 });
  return (value) => format.format(value);
}

function bars(chart: Chart, width: number, settings: Settings): Element {
  const format = numbers(settings);
  const data = chart.bars.filter((bar) => bar.value !== null);
  const categories = unique(chart.bars.map((bar) => bar.category));
  const series = unique(chart.bars.map((bar) => bar.series));
  const panels = unique(chart.bars.map((bar) => bar.panel));
  const longest = Math.max(...categories.map((category) => category.length), 1);
  const lies = chart.horizontal || width < NARROW || (longest * categories.length * 7 > width && categories.length > 3);
  const color = { domain: series, range: palette(series.length), legend: series.length > 1, label: chart.seriesLabel };
  const tip = (bar: Bar) =>
    [bar.category, bar.series, bar.panel].filter(Boolean).join(", ") + `: ${format(bar.value ?? 0)}`;
  const grouped = series.length > 1 && !chart.stacked;
  const band = grouped ? Math.max(14, 34 / series.length) * series.length : 28;
  const height = lies ? Math.max(120, categories.length * (band + 10) * panels.length + 60) : 340;
  const margin = Math.min(longest, LONGEST_LABEL) * 7 + 12;
  const value = { label: chart.valueLabel, tickFormat: format, grid: true, nice: true, ticks: width < NARROW ? 4 : 6 };
  const category = { domain: categories, label: null, tickFormat: (label: string) => shorten(label) };
  // Groups within a category are facets of Plot: the category becomes the facet, the series the band.
  const inner = { domain: series, axis: null, label: null };
  const common = { fill: (bar: Bar) => bar.series, title: tip, tip: true };
  const panelAxis = panels.length > 1 ? { domain: panels, label: null } : {};
  if (lies) {
    const marks = [
      Plot.barX(data, {
        ...common,
        x: "value",
        y: grouped ? "series" : "category",
        fy: grouped ? "category" : panels.length > 1 ? "panel" : undefined,
        fx: grouped && panels.length > 1 ? "panel" : undefined,
      }),
      Plot.ruleX([0]),
    ];
    return grouped
      ? Plot.plot({ width, height, color, marginLeft: margin, x: value, y: inner, fy: { ...category, axis: "left" }, fx: panelAxis, marks })
      : Plot.plot({ width, height, color, marginLeft: margin, x: value, y: category, fy: panelAxis, marks });
  }
  const marks = [
    Plot.barY(data, {
      ...common,
      y: "value",
      x: grouped ? "series" : "category",
      fx: grouped ? "category" : panels.length > 1 ? "panel" : undefined,
      fy: grouped && panels.length > 1 ? "panel" : undefined,
    }),
    Plot.ruleY([0]),
  ];
  const layout = { width, height, color, marginLeft: 64, marginBottom: 36, y: value };
  return grouped
    ? Plot.plot({ ...layout, x: inner, fx: { ...category, axis: "bottom" }, fy: panelAxis, marks })
    : Plot.plot({ ...layout, x: category, fx: panelAxis, marks });
}

function histogram(chart: Chart, width: number, settings: Settings): Element {
  const format = numbers(settings);
  const data = chart.bins.filter((bin) => bin.value !== null);
  const panels = unique(chart.bins.map((bin) => bin.panel));
  return Plot.plot({
    width,
    height: 280 * panels.length,
    marginLeft: 64,
    marginBottom: 40,
    x: { label: chart.categoryLabel, tickFormat: format, ticks: Math.max(3, Math.floor(width / 110)), nice: false },
    y: { label: chart.valueLabel, tickFormat: format, grid: true, nice: true, ticks: 5 },
    fy: panels.length > 1 ? { domain: panels, label: null } : {},
    marks: [
      Plot.rectY(data, {
        x1: "low",
        x2: "high",
        y: "value",
        fy: panels.length > 1 ? "panel" : undefined,
        fill: "var(--chart-1)",
        insetLeft: 0.5,
        insetRight: 0.5,
        title: (bin: Bin) => `${bin.label}: ${format(bin.value ?? 0)}`,
        tip: true,
      }),
      Plot.ruleY([0]),
    ],
  });
}

/** Gives Plot's own `<style>` the page's nonce, and the drawing a name. */
function prepare(figure: Element, chart: Chart, settings: Settings): void {
  for (const style of figure.querySelectorAll("style")) style.nonce = settings.nonce;
  const drawing = figure instanceof SVGElement ? figure : figure.querySelector("svg:not([class*=swatch])");
  for (const svg of figure.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
  // The drawing is one picture with one name; Plot names its groups, which readers of pictures never hear.
  for (const group of figure.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  if (drawing) {
    drawing.removeAttribute("aria-hidden");
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", chart.summary);
  }
}
