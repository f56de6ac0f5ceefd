import { readCsynth } from './csynth';
import { csynthTitle, readCsynthText } from './csynth-text';
import { isLoadLog, readLoadLog } from './load-log';
import { isPowerLog, readPowerLog } from './power-log';
import { powerTitle, readPower } from './power';
import type { ReadReport } from './report';
import { readTiming, readUtilisation } from './vivado-report';

/** Any report that calibration knows, told apart by what stands in it. */
export function readReport(written: string): ReadReport {
  const text = written.replaceAll('\r\n', '\n');
  if (text.includes('<profile>')) return readCsynth(text);
  if (csynthTitle.test(text)) return readCsynthText(text);
  if (isPowerLog(text)) return readPowerLog(text);
  if (isLoadLog(text)) return readLoadLog(text);
  if (/Timing Summary|report_timing_summary/.test(text)) return readTiming(text);
  if (powerTitle.test(text)) return readPower(text);
  if (/Utilization Design Information|report_utilization|Utilization by Hierarchy/.test(text))
    return readUtilisation(text);
  const command = /^\|\s*Command\s*:\s*(\w+)/m.exec(text)?.[1];
  if (command !== undefined)
    return { error: `it is Vivado's \`${command}\`, which holds no figure to calibrate with` };
  return {
    error:
      'it is no csynth.xml or csynth.rpt, no utilisation, timing or power report of Vivado, and no log of loads (`exeunt load module=…`) or of a power meter',
  };
}
