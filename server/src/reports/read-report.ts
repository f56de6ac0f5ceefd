import { readCsynth } from './csynth';
import { csynthTitle, readCsynthText } from './csynth-text';
import type { ReadReport } from './report';
import { readTiming, readUtilisation } from './vivado-report';

const loadLine = /^exeunt load module=(.*?) bytes=(\d+) ms=(\d+(?:\.\d+)?) MB\/s=/gm;

/** Any report that calibration knows, told apart by what stands in it. */
export function readReport(written: string): ReadReport {
  const text = written.replaceAll('\r\n', '\n');
  if (text.includes('<profile>')) return readCsynth(text);
  if (csynthTitle.test(text)) return readCsynthText(text);
  const loads = [...text.matchAll(loadLine)].map(([, module = '', bytes, ms]) => ({
    module,
    bytes: Number(bytes),
    ns: Math.round(Number(ms) * 1e6),
  }));
  if (loads.length > 0) return { kind: 'loads', loads };
  if (/Timing Summary|report_timing_summary/.test(text)) return readTiming(text);
  if (/Utilization Design Information|report_utilization|Utilization by Hierarchy/.test(text))
    return readUtilisation(text);
  return {
    error:
      'it is no csynth.xml or csynth.rpt, no utilisation or timing report of Vivado, and no log of loads (`exeunt load module=…`)',
  };
}
