/* What script adds to pages that read without it: drawn charts, keyboard, forms that send themselves. */
(() => {
  "use strict";
  const root = document.documentElement;
  const each = (selector, act, from = document) => from.querySelectorAll(selector).forEach(act);
  const tone = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  /* Charts: the option lies in the page as data; colours come from the style sheet, light or dark. */
  function dressed(option) {
    const ink = tone("--ink"), muted = tone("--muted"), line = tone("--chart-line");
    const axis = (given) => ({
      axisLine: { lineStyle: { color: line } }, axisTick: { show: false },
      splitLine: { lineStyle: { color: line } }, nameTextStyle: { color: muted, fontSize: 13 }, ...given,
      axisLabel: { color: muted, fontSize: 13, ...given.axisLabel },
    });
    const goal = (one) => (one.markLine ? { ...one, markLine: { ...one.markLine, label: { color: ink, textBorderWidth: 0 } } } : one);
    const all = (given) => (Array.isArray(given) ? given.map(axis) : axis(given));
    return {
      animation: false, color: [1, 2, 3, 4, 5].map((n) => tone("--chart" + n)),
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
      ...option,
      series: option.series.map(goal).map((one) => (one.label && one.label.show
        ? { ...one, label: { color: ink, ...one.label, formatter: (p) => (p.value === null ? "" : Number(p.value).toLocaleString("zh-CN", { maximumFractionDigits: 2 })) } } : one)),
      tooltip: { renderMode: "richText", confine: true, backgroundColor: tone("--surface"), borderColor: line, textStyle: { color: ink }, ...option.tooltip },
      xAxis: all(option.xAxis), yAxis: all(option.yAxis),
      legend: option.legend && { textStyle: { color: ink }, icon: "roundRect", left: 0, top: 0, itemHeight: 10, itemWidth: 16, ...option.legend },
    };
  }
  function draw(place) {
    const data = document.getElementById(place.dataset.chart);
    if (!window.echarts || !data) { place.remove(); return; }
    const option = JSON.parse(data.textContent);
    const chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(dressed(option));
    new ResizeObserver(() => chart.resize()).observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.setOption(dressed(option), true));
    chart.on("click", (event) => { const to = event.data && event.data.href; if (to) location.href = to; });
    const figure = place.closest("figure");
    each("details[data-folds]", (fold) => { fold.open = false; }, figure);
    each("[data-png]", (button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        const link = document.createElement("a");
        link.href = chart.getDataURL({ pixelRatio: 2, backgroundColor: tone("--surface") });
        link.download = button.dataset.png;
        link.click();
      });
    }, figure);
  }

  /* A form that sends itself when a choice changes; its button stays for those without script. */
  function sends(form) {
    form.addEventListener("change", (event) => { if (event.target.matches("select, input[type=date]")) form.requestSubmit(); });
  }
  /* What was typed survives a lost line, until it has been sent. */
  function keeps(form) {
    const key = "yuzhi:" + location.pathname + ":" + form.dataset.keep;
    const fields = [...form.elements].filter((f) => f.name && !/^(hidden|password|file|submit|button)$/.test(f.type));
    const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
    fields.forEach((f) => { if (!f.value && kept[f.name]) f.value = kept[f.name]; });
    form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields.map((f) => [f.name, f.value])))));
    form.addEventListener("submit", () => sessionStorage.removeItem(key));
  }
  /* A file that is being sent says how far it has come. */
  function uploads(form) {
    form.addEventListener("submit", (event) => {
      const bar = form.querySelector("progress"), said = form.querySelector("[data-said]");
      if (!bar || !window.XMLHttpRequest) return;
      event.preventDefault();
      const sent = new XMLHttpRequest();
      bar.hidden = false;
      sent.upload.onprogress = (e) => { bar.max = e.total; bar.value = e.loaded; said.textContent = Math.floor((100 * e.loaded) / e.total) + "%"; };
      sent.onload = () => {
        if (sent.responseURL !== location.href) { location.assign(sent.responseURL); return; }
        const page = new DOMParser().parseFromString(sent.responseText, "text/html").querySelector("main");
        document.querySelector("main").replaceWith(page);
        begin(page);
      };
      sent.onerror = () => { said.textContent = form.dataset.lost; bar.hidden = true; };
      sent.open("POST", form.action);
      sent.send(new FormData(form));
    });
  }

  function begin(from) {
    each("[data-chart]", draw, from);
    each("form[data-sends]", sends, from);
    each("form[data-keep]", keeps, from);
    each("form[data-uploads]", uploads, from);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
      const box = document.querySelector("input[type=search]");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    }
    if (event.key === "Escape") each("details.origin[open], .head details[open]", (d) => { d.open = false; d.querySelector("summary").focus(); });
  });
  document.addEventListener("click", (event) => {
    each("details.origin[open], .head details[open]", (d) => { if (!d.contains(event.target)) d.open = false; });
    const copied = event.target.closest("[data-copy]");
    if (copied && navigator.clipboard) navigator.clipboard.writeText(copied.dataset.copy).then(() => { copied.textContent = copied.dataset.copied; });
  });
  document.body.addEventListener("htmx:load", (event) => { if (event.target !== document.body) begin(event.target); });
  begin(document);
})();
