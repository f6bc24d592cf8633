// A data source that asks a Prometheus from the page, with the steps and intervals of Grafana's own.
import { DataSourceApi, FieldType, LoadingState, createDataFrame, rangeUtil } from '@grafana/data';
import { sceneGraph } from '@grafana/scenes';
import { from } from 'rxjs';

const SCRAPE = 30; // seconds; "scrape interval" in the settings of the data source
const MOST_POINTS = 11000;

async function ask(path, fields) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(`/prometheus${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) });
  const answer = await response.json();
  if (answer.status !== 'success') throw new Error(answer.error);
  return answer.data;
}

function named(format, labels) {
  if (format && format !== '__auto') return format.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, name) => labels[name] ?? '');
  const { __name__: metric = '', ...rest } = labels;
  const pairs = Object.entries(rest).map(([name, value]) => `${name}="${value}"`);
  return pairs.length ? `${metric}{${pairs.join(', ')}}` : metric || 'Value';
}

function joined(value) {
  return Array.isArray(value) ? `(${value.join('|')})` : String(value);
}

function table(target, request, result) {
  const names = [...new Set(result.flatMap((series) => Object.keys(series.metric)))].sort();
  return createDataFrame({
    refId: target.refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: result.map((series) => series.value[0] * 1000) },
      ...names.map((name) => ({ name, type: FieldType.string, values: result.map((series) => series.metric[name] ?? '') })),
      {
        name: request.targets.length > 1 ? `Value #${target.refId}` : 'Value',
        type: FieldType.number,
        values: result.map((series) => Number(series.value[1])),
      },
    ],
  });
}

function frame(target, labels, times, values, step) {
  const name = named(target.legendFormat, labels);
  return createDataFrame({
    refId: target.refId,
    name,
    fields: [
      { name: 'Time', type: FieldType.time, config: { interval: step * 1000 }, values: times },
      { name: 'Value', type: FieldType.number, labels, config: { displayNameFromDS: name }, values },
    ],
  });
}

export class Prometheus extends DataSourceApi {
  constructor() {
    super({ uid: 'prometheus', id: 1, name: 'Prometheus', type: 'prometheus', meta: { id: 'prometheus' }, jsonData: {} });
    this.uid = 'prometheus';
    this.interval = `${SCRAPE}s`;
    this.instance = {
      uid: this.uid, id: 1, name: 'Prometheus', type: 'prometheus', isDefault: true, access: 'proxy', jsonData: {},
      meta: { id: 'prometheus', name: 'Prometheus', info: { logos: { small: '' } }, metrics: true },
    };
  }

  getRef() { return { type: 'prometheus', uid: this.uid }; }

  query(request) { return from(this.answer(request)); }

  async answer(request) {
    const shown = request.targets.filter((target) => !target.hide);
    const frames = await Promise.all(shown.map((target) => this.frames(request, target)));
    return { data: frames.flat(), state: LoadingState.Done };
  }

  async frames(request, target) {
    const [start, end] = [request.range.from, request.range.to].map((time) => time.valueOf() / 1000);
    const least = target.interval ? rangeUtil.intervalToSeconds(target.interval) : SCRAPE;
    const step = Math.max(least, request.intervalMs / 1000, Math.ceil((end - start) / MOST_POINTS));
    const query = this.interpolated(request, target.expr, step, Math.round(end - start));
    if (target.instant) {
      const { result } = await ask('/api/v1/query', { query, time: end });
      if (target.format === 'table') return [table(target, request, result)];
      return result.map((series) => frame(target, series.metric, [series.value[0] * 1000], [Number(series.value[1])], step));
    }
    const first = Math.floor(start / step) * step;
    const last = Math.floor(end / step) * step;
    const { result } = await ask('/api/v1/query_range', { query, start: first, end: last, step });
    const times = Array.from({ length: Math.round((last - first) / step) + 1 }, (_, index) => first + index * step);
    return result.map((series) => {
      const known = new Map(series.values.map(([time, value]) => [time, Number(value)]));
      return frame(target, series.metric, times.map((time) => time * 1000), times.map((time) => known.get(time) ?? null), step);
    });
  }

  interpolated(request, expression, step, range) {
    const own = {
      __rate_interval: { value: `${Math.max(step + SCRAPE, 4 * SCRAPE)}s` },
      __interval: { value: `${step}s` },
      __interval_ms: { value: step * 1000 },
      __range: { value: `${range}s` },
      __range_s: { value: range },
    };
    const scene = request.scopedVars.__sceneObject.value.valueOf();
    return sceneGraph.interpolate(scene, expression, { ...request.scopedVars, ...own }, joined);
  }

  async metricFindQuery(asked, options) {
    const query = typeof asked === 'object' ? asked.query : asked;
    const text = sceneGraph.interpolate(options.scopedVars.__sceneObject.value.valueOf(), query, options.scopedVars, joined);
    const [, selector, label] = text.match(/^label_values\((?:(.+),\s*)?(\w+)\)$/);
    const fields = new URLSearchParams({ start: options.range.from.valueOf() / 1000, end: options.range.to.valueOf() / 1000 });
    if (selector) fields.append('match[]', selector);
    const answer = await (await fetch(`/prometheus/api/v1/label/${label}/values?${fields}`)).json();
    return answer.data.map((value) => ({ text: value }));
  }

  testDatasource() {}
}
