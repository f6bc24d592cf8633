// What became of each panel, and what a reader cannot read of it.
import * as data from '@grafana/data';
import { SceneGridRow, VizPanel, sceneGraph } from '@grafana/scenes';

function unmatched(panel, series) {
  return panel.state.fieldConfig.overrides
    .filter(({ matcher }) => {
      const matches = data.fieldMatchers.get(matcher.id).get(matcher.options);
      return !series.some((frame) => frame.fields.some((field) => matches(field, frame, series)));
    })
    .map(({ matcher }) => matcher.options);
}

function points(series) {
  const numbers = series.flatMap((frame) => frame.fields.filter((field) => field.type !== data.FieldType.time));
  return numbers.reduce((sum, field) => sum + field.values.filter((value) => value !== null && value !== '').length, 0);
}

// Texts that are wider than their place, and lists that are longer.
function cut(element) {
  const found = [];
  for (const one of element?.querySelectorAll('*') ?? []) {
    const style = getComputedStyle(one);
    const text = one.textContent.trim();
    if (!text || style.visibility === 'hidden' || one.closest('svg') || one.closest('[aria-hidden=true]')) continue;
    const direct = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (direct && style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1) found.push(`narrow: ${text.slice(0, 80)}`);
    if (['auto', 'scroll', 'hidden'].includes(style.overflowY) && one.scrollHeight > one.clientHeight + 2 && one.clientHeight > 0)
      found.push(`long: ${text.slice(0, 40)} (${one.scrollHeight} in ${one.clientHeight})`);
  }
  return [...new Set(found)];
}

export function report(root) {
  return sceneGraph.findAllObjects(root, (one) => one instanceof VizPanel).map((panel) => {
    const found = panel.state.$data ? sceneGraph.getData(panel).state.data : undefined;
    const series = found?.series ?? [];
    const element = document.querySelector(`[data-viz-panel-key="${panel.state.key}"]`);
    const above = panel.parent.parent;
    return {
      row: above instanceof SceneGridRow ? above.state.title : '',
      title: panel.state.title,
      type: panel.state.pluginId,
      state: panel.state.$data ? (found?.state ?? 'NotStarted') : 'Done',
      error: found?.errors?.[0]?.message ?? panel.state._pluginLoadError ?? null,
      series: series.length,
      points: points(series),
      names: series.flatMap((frame) => frame.fields.slice(1).map((field) => data.getFieldDisplayName(field, frame, series))).slice(0, 12),
      unmatched: series.length ? unmatched(panel, series) : [],
      cut: cut(element),
      drawn: element !== null,
    };
  });
}
