// The registries and services that Grafana's core fills before it shows a board.
import * as data from '@grafana/data';
import * as runtime from '@grafana/runtime';
import { Observable, from } from 'rxjs';

const nothing = () => null;
const always = { shouldApply: () => true };
const thresholds = { mode: 'absolute', steps: [{ value: -Infinity, color: 'green' }, { value: 80, color: 'red' }] };

const STANDARD = [
  ['displayName', data.displayNameOverrideProcessor, always],
  ['unit', data.unitOverrideProcessor],
  ['min', data.numberOverrideProcessor],
  ['max', data.numberOverrideProcessor],
  ['decimals', data.numberOverrideProcessor],
  ['thresholds', data.thresholdsOverrideProcessor, { defaultValue: thresholds }],
  ['mappings', data.valueMappingsOverrideProcessor, { defaultValue: [] }],
  ['noValue', data.displayNameOverrideProcessor],
  ['links', data.dataLinksOverrideProcessor, always],
  ['color', data.identityOverrideProcessor, { defaultValue: { mode: 'thresholds' }, ...always }],
  ['filterable', data.booleanOverrideProcessor],
  ['fieldMinMax', data.booleanOverrideProcessor],
];

function property([id, process, more]) {
  return { id, path: id, name: id, editor: nothing, override: nothing, process, shouldApply: () => true, settings: {}, ...more };
}

function transformers() {
  const unique = new Map(Object.values(data.standardTransformers).map((one) => [one.id, one]));
  return [...unique.values()].map((one) => ({
    id: one.id,
    name: one.name,
    transformation: () => Promise.resolve(one),
    editor: nothing,
    defaultOptions: one.defaultOptions,
  }));
}

// Runs a query as core's `runRequest` does: loading, then done or in error.
function runRequest(source, request) {
  const base = { series: [], annotations: [], timeRange: request.range, request };
  return new Observable((subscriber) => {
    subscriber.next({ ...base, state: data.LoadingState.Loading });
    const done = (panelData) => { subscriber.next({ ...base, ...panelData }); subscriber.complete(); };
    const running = source.query(request).subscribe({
      next: (answer) => done({ state: data.LoadingState.Done, series: answer.data }),
      error: (error) => done({ state: data.LoadingState.Error, error: { message: error.message }, errors: [{ message: error.message }] }),
    });
    return () => running.unsubscribe();
  });
}

export function fill(source, plugins, theme) {
  data.standardTransformersRegistry.setInit(transformers);
  data.standardFieldConfigEditorRegistry.setInit(() => STANDARD.map(property));
  data.standardEditorsRegistry.setInit(() => []);
  runtime.setDataSourceSrv({
    get: async () => source, getInstanceSettings: () => source.instance, getList: () => [source.instance], reload() {},
  });
  runtime.setRunRequest(runRequest);
  runtime.setAppEvents(new data.EventBusSrv());
  runtime.setTemplateSrv({ replace: (text) => text, getVariables: () => [], containsTemplate: () => false, updateTimeRange() {} });
  runtime.setBackendSrv({ get: async () => ({}), post: async () => ({}), fetch: () => from([{ data: {} }]) });
  runtime.setPluginImportUtils({
    importPanelPlugin: async (id) => { if (!plugins[id]) throw new Error(`no panel type ${id}`); return plugins[id]; },
    getPanelPluginFromCache: (id) => plugins[id],
  });
  runtime.config.theme2 = theme;
}
