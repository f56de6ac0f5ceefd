import { formatNumber } from '../../base/format';
import type { Analysis } from '../../analysis/analysis';
import type { At, Explanation, Finding, Fix, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Build misses its clock',
  means:
    'A timing report that `exeunt calibrate` has read says that the routed design does not meet its clock, or its hold times. Every time of the design is of that clock.',
  example: `//- main.exeunt
device { board pynq-z2 clock 100 MHz }
//- main.calibration.json
{ "version": 1, "reports": ["timing.rpt"], "slackNs": { "timing.rpt": -0.8 }, "slackAtHz": { "timing.rpt": 100000000 } }`,
  way: 'Lower the clock to what the message names, or build again with less in the longest path, and read the new report. A build that misses hold times is to be routed again: no clock mends it.',
};

/** Slack below zero in a report that was read, at a clock that is still the design's or a faster one. */
export const slackNotMet: Rule = {
  code: 'EX6020',
  severity: 'warning',
  explanation,
  *check(analysis): Iterable<Finding> {
    const { calibration, target } = analysis;
    if (calibration === undefined || target.part === undefined) return;
    const { slackNs, slackAtHz = {}, holdNs = {} } = calibration;
    const periodNs = 1e9 / target.clockHz;
    // The slowest decides.
    const needs = Object.entries(slackNs).map(([file, slack]) => {
      const atNs = 1e9 / (slackAtHz[file] ?? target.clockHz);
      return { file, slack, atNs, needsNs: atNs - slack };
    });
    const worst = needs.toSorted((a, b) => b.needsNs - a.needsNs)[0];
    if (worst !== undefined && worst.needsNs > periodNs * (1 + TOLERANCE)) {
      const most = slowerMegahertz(worst.needsNs);
      yield {
        at: clockPlace(analysis),
        message: `The build does not meet the clock: its longest path takes ${formatNumber(worst.needsNs)} ns (worst slack ${formatNumber(worst.slack)} ns of ${formatNumber(worst.atNs)} ns, ${worst.file}), and the clock leaves ${formatNumber(periodNs)} ns. ${most} MHz would be met.`,
        fixes: fixOf(analysis, most),
      };
    }
    for (const [file, hold] of Object.entries(holdNs)) {
      if (hold >= 0) continue;
      yield {
        at: clockPlace(analysis),
        message: `The build does not meet its hold times (worst hold slack ${formatNumber(hold)} ns, ${file}), so it fails at any clock: route it again, for instance with \`phys_opt_design\`, and read the new report.`,
      };
    }
  },
};

/** Reports tell three decimals of a nanosecond. */
const TOLERANCE = 1e-6;

/** Whole MHz where that is not far off; always slow enough. */
function slowerMegahertz(periodNs: number): number {
  const exact = 1e3 / periodNs;
  return exact >= 10 ? Math.floor(exact) : Math.floor(exact * 100) / 100;
}

function clockSetting({ design: { device } }: Analysis) {
  if (device?.origin.block.kind !== 'device') return undefined;
  return device.origin.block.settings.find((s) => s.keyword.text === 'clock');
}

function clockPlace(analysis: Analysis): At {
  const { device } = analysis.design;
  const written = clockSetting(analysis);
  if (device === undefined) return { uri: analysis.uri, start: 0, end: 0 };
  return { ...device.origin, span: written?.span ?? device.origin.span };
}

function fixOf(analysis: Analysis, megahertz: number): Fix[] {
  const { device } = analysis.design;
  const written = clockSetting(analysis);
  if (device === undefined || written === undefined || megahertz <= 0) return [];
  const text = `clock ${megahertz} MHz`;
  return [{ title: `Change to '${text}'`, edits: [{ at: { ...device.origin, span: written.span }, text }] }];
}
