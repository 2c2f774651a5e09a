// Draws charts that can be pointed at, from the numbers of those that the server has drawn.
'use strict';
(() => {
  const ink = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const zoned = seconds => uPlot.tzDate(new Date(seconds * 1000), document.body.dataset.zone);

  function draw(svg) {
    const [from, waiting, running, failed] = JSON.parse(svg.dataset.chart);
    const box = document.createElement('div');
    const data = [waiting.map((_, i) => from + 60 * i), waiting, running, failed];
    const size = () => ({width: Math.max(240, box.clientWidth), height: 190});
    box.className = 'drawn';
    box.setAttribute('role', 'img');
    box.setAttribute('aria-label', svg.getAttribute('aria-label'));
    svg.replaceWith(box);
    const hour = seconds => uPlot.fmtDate('{HH}:{mm}')(zoned(seconds));
    const axis = {stroke: ink('--dim'), grid: {stroke: ink('--edge'), width: 1}, ticks: {stroke: ink('--edge'), width: 1}};
    const plot = new uPlot({
      ...size(),
      tzDate: zoned,
      scales: {y: {range: (_, low, high) => [0, Math.max(1, high)]}},
      axes: [{...axis, values: (_, times) => times.map(hour)}, {...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000]}],
      series: [
        {label: 'time', value: (_, time) => time == null ? '–' : hour(time)},
        {label: 'waiting or starting', stroke: ink('--wait-fill'), width: 2, points: {show: false}},
        {label: 'running', stroke: ink('--busy'), width: 2, dash: [6, 3], points: {show: false}},
        {label: 'failed through our doing', stroke: ink('--ours'), fill: ink('--ours'), width: 0, paths: uPlot.paths.bars({size: [0.8, 6]}), points: {show: false}},
      ],
    }, data, box);
    new ResizeObserver(() => plot.setSize(size())).observe(box);
  }

  const all = () => document.querySelectorAll('svg[data-chart]').forEach(draw);
  document.addEventListener('htmx:afterSwap', all);
  all();
})();
