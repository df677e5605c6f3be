"use strict";

// Replaces the pictures of a report by interactive charts, drawn from the JSON data in the page.
{
  const data = JSON.parse(document.getElementById("data").textContent);
  const shown = data.runs.map(() => true);
  const charts = [];
  const dashes = [[], [6, 4], [2, 3], [9, 3, 2, 3], [12, 4]];
  const small = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
  const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  const binary = Array.from({ length: 60 }, (_, power) => 2 ** power);
  let axis = "step";
  let smoothing = 0.6;

  const written = {
    loss: value => value.toFixed(value >= 100 ? 1 : 4),
    share: value => `${(100 * value).toFixed(1)} %`,
    perplexity: value => value >= 1e6 ? value.toExponential(2) : value >= 1000 ? whole.format(value) : value.toFixed(value >= 100 ? 1 : 2),
    rate: value => value === 0 ? "0" : value.toExponential(2),
    count: value => value >= 1000 ? whole.format(value) : small.format(value),
    bytes: value => value >= 2 ** 30 ? `${(value / 2 ** 30).toFixed(2)} GiB` : `${whole.format(value / 2 ** 20)} MiB`,
    number: value => value.toFixed(3),
  };
  const ticks = {
    share: value => `${+(100 * value).toFixed(2)} %`,
    rate: value => value === 0 ? "0" : value.toExponential(),
    bytes: value => value >= 2 ** 30 ? `${+(value / 2 ** 30).toFixed(2)} GiB` : `${+(value / 2 ** 20).toFixed(1)} MiB`,
  };
  const axes = {
    step: { label: "step", write: value => `step ${whole.format(value)}`, tick: value => compact(value) },
    epoch: { label: "epoch", write: value => `epoch ${value.toFixed(2)}`, tick: value => `${+value.toFixed(3)}` },
    seconds: { label: "time", write: duration, tick: duration },
  };

  function compact(value) {
    return Math.abs(value) >= 1e6 ? `${+(value / 1e6).toFixed(2)}M` : Math.abs(value) >= 1e4 ? `${+(value / 1e3).toFixed(2)}k` : `${+value.toFixed(4)}`;
  }

  function duration(seconds) {
    const all = Math.round(seconds), rest = `${all % 60}`.padStart(2, "0"), minutes = Math.floor(all / 60);
    return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${`${minutes % 60}`.padStart(2, "0")}:${rest}`;
  }

  // A colour of the page's style, which depends on light or dark mode and on printing.
  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function faded(name, share) {
    return `color-mix(in srgb, ${colour(name)} ${100 * share}%, transparent)`;
  }

  // Exponential moving averages, corrected for the missing values before the first one.
  function smooth(values) {
    let sum = 0, weight = 0;
    return values.map(value => {
      if (value === null) return null;
      sum = smoothing * sum + (1 - smoothing) * value;
      weight = smoothing * weight + (1 - smoothing);
      return sum / weight;
    });
  }

  // Points sorted by the chosen axis, because the times of a resumed run may not increase.
  function points(series) {
    const places = data.runs[series.run].places[series.place];
    const order = series.values.map((_, i) => i).filter(i => places[axis][i] !== null);
    order.sort((one, other) => places[axis][one] - places[axis][other]);
    const kept = order.filter((i, at) => at === 0 || places[axis][i] > places[axis][order[at - 1]]);
    return [kept.map(i => places[axis][i]), kept.map(i => series.values[i])];
  }

  class Chart {
    constructor(about, element) {
      this.about = about;
      this.element = element;
      this.log = about.log === true;
      this.area = element.querySelector(".plot");
      this.area.replaceChildren();
      this.place = element.querySelector(".place");
      this.values = [...element.querySelectorAll("[data-series]")].sort((one, other) => one.dataset.series - other.dataset.series);
      const log = element.querySelector("button");
      log?.addEventListener("click", () => {
        this.log = !this.log;
        log.setAttribute("aria-pressed", this.log);
        this.draw();
      });
      this.draw();
      new ResizeObserver(() => this.fit()).observe(this.area);
    }

    draw() {
      this.plot?.destroy();
      const tables = [], series = [{}];
      this.columns = [];
      this.runs = [];
      for (const one of this.about.series) {
        const [places, values] = points(one);
        const isSmoothed = one.smooth && smoothing > 0;
        const width = one.place === "validation" ? 2 : 1.5;

        // Measured values stay visible as a pale curve below the smoothed one, and are the ones shown as numbers.
        this.columns.push(series.length);
        this.add(tables, series, one, [places, values], isSmoothed ? { alpha: 0.22, width: 1 } : { alpha: 1, width });
        if (isSmoothed) this.add(tables, series, one, [places, smooth(values)], { alpha: 1, width });
      }
      this.plot = new uPlot({
        width: this.area.clientWidth,
        height: this.height(),
        legend: { show: false },
        padding: [10, 14, 0, 0],
        cursor: {
          sync: { key: "report", scales: ["x", null] },
          points: { size: 7, width: 2, fill: () => colour("--card") },
          drag: { x: true, y: false },
          dataIdx: before,
        },
        scales: { x: { time: false }, y: this.log ? { distr: 3 } : { range: (plot, low, high) => this.range(low, high) } },
        axes: [{ ...this.axis(axes[axis].tick, 58), size: 28 }, { ...this.axis(this.tick(), 30), size: 66, ...(this.about.format === "bytes" ? { incrs: binary } : {}) }],
        series,
        hooks: { setCursor: [plot => this.tell(plot)] },
      }, uPlot.join(tables), this.area);
      this.tell(this.plot);
    }

    add(tables, series, one, table, look) {
      tables.push(table);
      series.push(this.style(one, look));
      this.runs.push(one.run);
    }

    style(one, { alpha, width }) {
      const isValidation = one.place === "validation" && one.dash === 0;
      return {
        show: shown[one.run],
        spanGaps: true,
        stroke: () => alpha < 1 ? faded(`--s${one.colour}`, alpha) : colour(`--s${one.colour}`),
        width,
        pxAlign: 0,
        dash: dashes[one.dash % dashes.length],
        points: isValidation ? { show: true, size: 6, width: 2, fill: () => colour("--card") } : { show: false },
      };
    }

    axis(write, space) {
      return {
        stroke: () => colour("--muted"),
        font: "12px system-ui, sans-serif",
        grid: { stroke: () => colour("--rule"), width: 1 },
        ticks: { show: false },
        space,
        values: (_, splits) => splits.map(value => value === null ? "" : write(value)),
      };
    }

    tick() {
      return ticks[this.about.format] ?? compact;
    }

    // The range of the vertical axis, with a margin. It does not go below 0 unless a value does; axes of quantities start at 0.
    range(low, high) {
      if (low === null) return [0, 1];
      if (this.about.fromZero) return [0, 1.08 * high || 1];
      const room = high - low > 1e-6 * Math.abs(high) ? 0.08 * (high - low) : Math.abs(high) * 0.1 || 1;
      return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
    }

    height() {
      return this.area.clientWidth < 420 ? 200 : 240;
    }

    fit() {
      if (this.area.clientWidth > 0 && this.area.clientWidth !== this.plot.width) {
        this.plot.setSize({ width: this.area.clientWidth, height: this.height() });
      }
    }

    // Writes the values below the chart: those at the pointer, or the last ones without a pointer.
    tell(plot) {
      const index = plot.cursor.idx ?? null;
      const at = plot.cursor.left >= 0 && index !== null ? plot.data[0][index] : null;
      this.place.textContent = at === null ? "last" : axes[axis].write(at);
      this.values.forEach((value, number) => {
        const measured = plot.data[this.columns[number]];
        const from = before(plot, this.columns[number], at === null ? measured.length - 1 : index);
        value.textContent = from === null ? "–" : written[this.about.format](measured[from]);
      });
    }

    toggle() {
      this.plot.batch(() => this.runs.forEach((run, column) => this.plot.setSeries(column + 1, { show: shown[run] })));
      for (const line of this.element.querySelectorAll("[data-of-run]")) line.hidden = !shown[+line.dataset.ofRun];
    }
  }

  // The last value at or before an index, for curves with few points, such as validation.
  function before(plot, series, index) {
    const values = plot.data[series];
    let at = index;
    while (at >= 0 && (values[at] === null || values[at] === undefined)) at--;
    return at < 0 ? null : at;
  }

  function pressed(button, isPressed) {
    button.setAttribute("aria-pressed", isPressed);
  }

  for (const about of data.charts) {
    charts.push(new Chart(about, document.getElementById(`chart-${about.id}`)));
  }

  for (const button of document.querySelectorAll("[data-run-toggle]")) {
    const run = +button.dataset.runToggle;
    button.addEventListener("click", () => {
      shown[run] = !shown[run];
      pressed(button, shown[run]);
      for (const row of document.querySelectorAll(`[data-run="${run}"]`)) row.classList.toggle("off", !shown[run]);
      for (const chart of charts) chart.toggle();
    });
  }

  const choices = [...document.querySelectorAll("[data-axis]")];
  for (const button of choices) {
    button.addEventListener("click", () => {
      axis = button.dataset.axis;
      for (const choice of choices) pressed(choice, choice === button);
      for (const chart of charts) chart.draw();
    });
  }

  const slider = document.getElementById("smoothing");
  slider?.addEventListener("input", () => {
    smoothing = +slider.value;
    for (const chart of charts) chart.draw();
  });

  // Colours are read when a curve is drawn, so the charts are drawn again when the mode changes, also for printing.
  const redraw = () => charts.forEach(chart => chart.plot.redraw());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  matchMedia("print").addEventListener("change", redraw);
  document.documentElement.dataset.ready = charts.length;
}
