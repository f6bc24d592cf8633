// A board's classic JSON as a scene, as Grafana's own loader makes one of it.
import * as scenes from '@grafana/scenes';

function variable(model) {
  const common = {
    name: model.name, label: model.label, hide: model.hide ?? 0, value: model.current?.value ?? '', text: model.current?.text ?? '',
    isMulti: model.multi, includeAll: model.includeAll, allValue: model.allValue, defaultToAll: model.includeAll,
  };
  if (model.type === 'datasource') return new scenes.DataSourceVariable({ ...common, pluginId: model.query });
  if (model.type === 'query') {
    const { datasource, query, refresh, sort, regex } = model;
    return new scenes.QueryVariable({ ...common, datasource, query, refresh, sort, regex });
  }
  throw new Error(`no variable of type ${model.type}`);
}

// JSON has no infinity: the first step of thresholds has no value.
function bounded(thresholds) {
  thresholds?.steps.forEach((step) => { step.value ??= -Infinity; });
}

function source(model) {
  if (!model.targets?.length) return undefined;
  const $data = new scenes.SceneQueryRunner({
    datasource: model.datasource, queries: model.targets, minInterval: model.interval, maxDataPointsFromWidth: true,
  });
  if (!model.transformations?.length) return $data;
  return new scenes.SceneDataTransformer({ $data, transformations: model.transformations });
}

function panel(model) {
  bounded(model.fieldConfig?.defaults.thresholds);
  model.fieldConfig?.overrides.forEach((one) => one.properties.forEach(({ id, value }) => { if (id === 'thresholds') bounded(value); }));
  const body = new scenes.VizPanel({
    key: `panel-${model.id}`,
    title: model.title,
    description: model.description,
    pluginId: model.type,
    options: model.options ?? {},
    fieldConfig: model.fieldConfig ?? { defaults: {}, overrides: [] },
    $data: source(model),
    $timeRange: model.timeFrom && new scenes.SceneTimeRange({ from: `now-${model.timeFrom}`, to: 'now', timeZone: 'utc' }),
    hoverHeader: !model.title,
    displayMode: model.transparent ? 'transparent' : 'default',
  });
  const { x, y, w: width, h: height } = model.gridPos;
  return new scenes.SceneGridItem({ x, y, width, height, body });
}

// Panels after a row belong to it; those of a collapsed row stand inside of it, and are shown too.
function children(models) {
  const found = [];
  let row;
  for (const model of models) {
    if (model.type === 'row') {
      const inside = (model.panels ?? []).map(panel);
      row = new scenes.SceneGridRow({
        key: `row-${model.id}`, title: model.title, y: model.gridPos.y, isCollapsed: false, isCollapsible: true, children: inside,
      });
      found.push(row);
    } else (row ? row.state.children : found).push(panel(model));
  }
  return found;
}

export function scene(board) {
  return new scenes.EmbeddedScene({
    $timeRange: new scenes.SceneTimeRange({ from: board.time.from, to: board.time.to, timeZone: 'utc' }),
    $variables: new scenes.SceneVariableSet({ variables: board.templating.list.map(variable) }),
    controls: [new scenes.VariableValueSelectors({}), new scenes.SceneControlsSpacer(), new scenes.SceneTimePicker({})],
    body: new scenes.SceneGridLayout({ isLazy: false, children: children(board.panels) }),
  });
}
