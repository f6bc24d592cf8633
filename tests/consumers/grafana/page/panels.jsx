// The panel types that our boards use: thin adapters around @grafana/ui, as those of Grafana's core are.
import * as data from '@grafana/data';
import * as ui from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';

const LINE = {
  drawStyle: 'line', lineInterpolation: 'linear', lineWidth: 1, fillOpacity: 0, gradientMode: 'none', lineStyle: undefined,
  showPoints: 'auto', pointSize: 5, spanNulls: false, stacking: { mode: 'none', group: 'A' }, axisPlacement: 'auto', axisLabel: '',
  axisColorMode: 'text', scaleDistribution: { type: 'linear' }, axisSoftMin: undefined, axisSoftMax: undefined,
  axisCenteredZero: false, hideFrom: { tooltip: false, viz: false, legend: false }, thresholdsStyle: { mode: 'off' },
  barAlignment: 0, barWidthFactor: 0.6, insertNulls: false, axisBorderShow: false, axisGridShow: undefined, axisWidth: undefined,
};
const CELL = {
  align: 'auto', cellOptions: { type: 'auto' }, inspect: false, width: undefined, minWidth: 50, filterable: false,
  wrapHeaderText: false, hidden: undefined,
};
const BAND = { fillOpacity: 70, lineWidth: 0, hideFrom: {}, spanNulls: false, insertNulls: false };

function custom(defaults) {
  return {
    useCustomConfig: (builder) => Object.entries(defaults).forEach(([path, defaultValue]) => builder.addCustomEditor({
      id: path, path, name: path, defaultValue, editor: () => null, override: () => null,
      process: data.identityOverrideProcessor, shouldApply: () => true,
    })),
  };
}

function NoData({ fieldConfig }) {
  const text = fieldConfig.defaults.noValue ?? 'No data';
  return <div className="nothing" style={{ display: 'grid', placeItems: 'center', height: '100%' }}>{text}</div>;
}

function TimeSeriesPanel(props) {
  const { data: found, options, timeRange, timeZone, width, height } = props;
  if (!found.series.length) return <NoData {...props} />;
  const legend = { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: true, ...options.legend };
  return (
    <ui.TimeSeries frames={found.series} structureRev={found.structureRev} timeRange={timeRange} timeZone={timeZone}
      width={width} height={height} legend={legend} options={options}>
      {(config) => <ui.TooltipPlugin2 config={config} hoverMode={1} render={() => null} />}
    </ui.TimeSeries>
  );
}

function StatPanel(props) {
  const { data: found, options, fieldConfig, replaceVariables, timeZone, width, height, renderCounter } = props;
  const theme = ui.useTheme2();
  const getValues = () => data.getFieldDisplayValues({
    fieldConfig, replaceVariables, theme, timeZone, data: found.series, sparkline: options.graphMode !== 'none',
    reduceOptions: { calcs: ['lastNotNull'], values: false, ...options.reduceOptions },
  });
  const one = ({ value, width: w, height: h, alignmentFactors, count }) => (
    <ui.BigValue value={value.display} count={count} sparkline={value.sparkline} colorMode={options.colorMode}
      graphMode={options.graphMode} justifyMode={options.justifyMode} textMode={options.textMode}
      alignmentFactors={alignmentFactors} width={w} height={h} theme={theme} />
  );
  return (
    <ui.VizRepeater getValues={getValues} renderValue={one} source={found} getAlignmentFactors={data.getDisplayValueAlignmentFactors}
      width={width} height={height} orientation={options.orientation} autoGrid renderCounter={renderCounter} />
  );
}

function TablePanel(props) {
  const { data: found, options, fieldConfig, width, height, timeRange } = props;
  if (!found.series.some((frame) => frame.length)) return <NoData {...props} />;
  data.cacheFieldDisplayNames(found.series);
  return (
    <TableNG data={found.series[0]} width={width} height={height} timeRange={timeRange} showTypeIcons={false}
      cellHeight={options.cellHeight ?? 'sm'} sortBy={options.sortBy} noValue={fieldConfig.defaults.noValue} structureRev={found.structureRev} />
  );
}

// Core's timeline is not on npm: bands from the same fields, in their own colours and words.
function StateTimelinePanel(props) {
  const { data: found, timeRange, width, height } = props;
  const theme = ui.useTheme2();
  if (!found.series.length) return <NoData {...props} />;
  const [begin, end] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const rows = found.series.flatMap((frame) => frame.fields.filter((field) => field.type === 'number').map((field) => [frame, field]));
  const names = rows.map(([frame, field]) => data.getFieldDisplayName(field, frame, found.series));
  const left = Math.min(width / 3, 16 + 7 * Math.max(...names.map((name) => name.length)));
  const line = (height - 28) / rows.length;
  const x = (time) => left + ((width - left - 8) * (Math.min(Math.max(time, begin), end) - begin)) / (end - begin);
  const hours = Array.from({ length: 7 }, (_, index) => begin + ((end - begin) * index) / 6);
  return (
    <svg width={width} height={height} fontSize="12" fill={theme.colors.text.primary} fontFamily={theme.typography.fontFamily}>
      {rows.map(([frame, field], row) => (
        <g key={row} transform={`translate(0 ${row * line})`}>
          <text x={4} y={line / 2 + 4}>{names[row]}</text>
          {bands(frame, field).map(([from, to, value]) => (
            <rect key={from} x={x(from)} y={line * 0.1} width={Math.max(1, x(to) - x(from))} height={line * 0.8}
              fill={field.display(value).color} opacity={0.8} />
          ))}
        </g>
      ))}
      {hours.slice(1, -1).map((time) => (
        <text key={time} x={x(time) - 16} y={height - 4}>{data.dateTimeFormat(time, { format: 'MM-DD HH:mm', timeZone: 'utc' })}</text>
      ))}
    </svg>
  );
}

// From, to and value of each stretch in which a field keeps its value.
function bands(frame, field) {
  const times = frame.fields.find((one) => one.type === 'time').values;
  const step = times.length > 1 ? times[1] - times[0] : 60000;
  const found = [];
  times.forEach((time, index) => {
    const value = field.values[index];
    const last = found.at(-1);
    if (value == null) return;
    if (last && last[1] === time && last[2] === value) last[1] = time + step;
    else found.push([time, time + step, value]);
  });
  return found;
}

function TextPanel({ options, replaceVariables }) {
  const html = data.renderMarkdown(replaceVariables(options.content));
  return <ui.ScrollContainer><div className="markdown-html" dangerouslySetInnerHTML={{ __html: html }} /></ui.ScrollContainer>;
}

const palette = { [data.FieldConfigProperty.Color]: { defaultValue: { mode: 'palette-classic' } } };

export const plugins = {
  timeseries: new data.PanelPlugin(TimeSeriesPanel).useFieldConfig({ ...custom(LINE), standardOptions: palette }),
  stat: new data.PanelPlugin(StatPanel).useFieldConfig(),
  table: new data.PanelPlugin(TablePanel).useFieldConfig(custom(CELL)),
  'state-timeline': new data.PanelPlugin(StateTimelinePanel).useFieldConfig(custom(BAND)),
  text: new data.PanelPlugin(TextPanel),
};
for (const [id, plugin] of Object.entries(plugins)) {
  const info = { version: '', author: { name: '' }, description: '', links: [], logos: { small: '', large: '' }, screenshots: [], updated: '' };
  plugin.meta = { id, name: id, type: 'panel', module: '', baseUrl: '', sort: 1, info };
}
