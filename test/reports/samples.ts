/** Reports as the tools write them, in the formats of several versions. */

interface Used {
  readonly lut: number;
  readonly ff: number;
  readonly dsp: number;
  readonly bram: number;
}

/** Vivado HLS up to 2020.1: DSP48E, no URAM. */
export const csynth2019 = (top: string, used: Used): string => `<profile>
<section name = "Vivado HLS Report for '${top}'" level="0"></section>
<ReportVersion>
<Version>2019.2</Version>
</ReportVersion>
<UserAssignments>
<unit>ns</unit>
<ProductFamily>zynq</ProductFamily>
<Part>xc7z020-clg400-1</Part>
<TopModelName>${top}</TopModelName>
<TargetClockPeriod>10.00</TargetClockPeriod>
</UserAssignments>
<PerformanceEstimates>
<SummaryOfTimingAnalysis><unit>ns</unit><EstimatedClockPeriod>8.510</EstimatedClockPeriod></SummaryOfTimingAnalysis>
<SummaryOfOverallLatency>
<unit>clock cycles</unit>
<Best-caseLatency>3080</Best-caseLatency>
<Average-caseLatency>3080</Average-caseLatency>
<Worst-caseLatency>3081</Worst-caseLatency>
<Interval-min>1024</Interval-min>
<Interval-max>1025</Interval-max>
</SummaryOfOverallLatency>
</PerformanceEstimates>
<AreaEstimates>
<Resources>
<BRAM_18K>${used.bram}</BRAM_18K>
<DSP48E>${used.dsp}</DSP48E>
<FF>${used.ff}</FF>
<LUT>${used.lut}</LUT>
</Resources>
<AvailableResources>
<BRAM_18K>280</BRAM_18K>
<DSP48E>220</DSP48E>
<FF>106400</FF>
<LUT>53200</LUT>
</AvailableResources>
</AreaEstimates>
</profile>
`;

/** Vitis HLS from 2020.2: DSP and URAM. */
export const csynth2023 = (top: string, used: Used): string =>
  csynth2019(top, used)
    .replace('2019.2', '2023.2')
    .replace('Vivado HLS', 'Vitis HLS')
    .replace('xc7z020-clg400-1', 'xc7z020clg400-1')
    .replace(`<DSP48E>${used.dsp}</DSP48E>`, `<DSP>${used.dsp}</DSP>`)
    .replace(`<LUT>${used.lut}</LUT>`, `<LUT>${used.lut}</LUT>\n<URAM>0</URAM>`);

const banner = (
  version: string,
  command: string,
  device: string,
) => `Copyright 1986-2022 Xilinx, Inc. All Rights Reserved.
-----------------------------------------------------------------------------------------------------
| Tool Version : Vivado v.${version} (lin64) Build 4029153 Fri Oct 13 20:13:54 MDT 2023
| Date         : Sat Nov 21 10:00:00 2026
| Host         : builder running 64-bit Ubuntu 22.04.3 LTS
| Command      : ${command}
| Design       : system_wrapper
| Device       : ${device}
| Speed File   : -1
| Design State : Routed
-----------------------------------------------------------------------------------------------------
`;

/** 7 series, with a column \`Prohibited\` since 2020.2. */
export const utilisation7 = (module: string, used: Used, version = '2023.2'): string => {
  const prohibited = version >= '2020.2' ? ' Prohibited |' : '';
  const none = version >= '2020.2' ? '          0 |' : '';
  return `${banner(version, `report_utilization -cells [get_cells system_i/rp0] -file reports/${module}_utilization.rpt`, version >= '2020.2' ? 'xc7z020clg400-1' : '7z020clg400-1')}
Utilization Design Information

1. Slice Logic
--------------

+----------------------------+------+-------+-----------+-------+
|          Site Type         | Used | Fixed |${prohibited} Available | Util% |
+----------------------------+------+-------+-----------+-------+
| Slice LUTs                 | ${used.lut} |     0 |${none}     53200 |  5.00 |
|   LUT as Logic             | ${used.lut - 10} |     0 |${none}     53200 |  4.90 |
|   LUT as Memory            |   10 |     0 |${none}     17400 |  0.05 |
| Slice Registers            | ${used.ff} |     0 |${none}    106400 |  3.00 |
|   Register as Flip Flop    | ${used.ff} |     0 |${none}    106400 |  3.00 |
+----------------------------+------+-------+-----------+-------+

3. Memory
---------

+-------------------+------+-------+-----------+-------+
|     Site Type     | Used | Fixed |${prohibited} Available | Util% |
+-------------------+------+-------+-----------+-------+
| Block RAM Tile    | ${used.bram / 2} |     0 |${none}       140 |  3.00 |
|   RAMB36/FIFO*    |    1 |     0 |${none}       140 |  0.71 |
|   RAMB18          |    2 |     0 |${none}       280 |  0.71 |
+-------------------+------+-------+-----------+-------+

4. DSP
------

+----------------+------+-------+-----------+-------+
|    Site Type   | Used | Fixed |${prohibited} Available | Util% |
+----------------+------+-------+-----------+-------+
| DSPs           |   ${used.dsp} |     0 |${none}       220 |  4.00 |
|   DSP48E1 only |   ${used.dsp} |       |           |       |
+----------------+------+-------+-----------+-------+
`;
};

/** UltraScale+: CLB, a footnote at the LUTs, \`<0.01\` in columns of shares. */
export const utilisationPlus = (module: string, used: Used): string =>
  utilisation7(module, used)
    .replaceAll('xc7z020clg400-1', 'xczu7ev-ffvc1156-2-e')
    .replace('| Slice LUTs  ', '| CLB LUTs*   ')
    .replace('| Slice Registers', '| CLB Registers  ')
    .replace('4. DSP', '| URAM              |    0 |     0 |          0 |        96 | <0.01 |\n\n4. DSP');

/** Of a pblock: what parent and children use stands in front of what is used. */
export const utilisationOfPblock = (module: string, used: Used): string =>
  utilisation7(module, used)
    .replace(/-cells \[get_cells \S+\]/, '-pblocks [get_pblocks pblock_rp0]')
    .replaceAll('| Used |', '| Parent | Child | Non-Assigned | Used |')
    .replace(/^(\| +)?(\|[^|]*\|)(?= +\d[\d.]* \|)/gm, '$2      1 |     2 |            3 |');

export const timing = (
  slack: string,
  hold = '0.027',
): string => `${banner('2023.2', 'report_timing_summary -file reports/impl_1_timing.rpt', '7z020-clg400')}
Timing Summary Report

------------------------------------------------------------------------------------------------
| Design Timing Summary
| ---------------------
------------------------------------------------------------------------------------------------

    WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)      THS(ns)
    -------      -------  ---------------------  -------------------      -------      -------
      ${slack}        0.000                      0                 9137        ${hold}        0.000

All user specified timing constraints are met.
`;

/** `report_power`: its summary. */
export const power = (total: string, dynamic = '1.379'): string =>
  `${banner('2022.2', 'report_power -file system_wrapper_power_routed.rpt', 'xc7z020clg400-1')}
Power Report

1. Summary
----------

+--------------------------+--------------+
| Total On-Chip Power (W)  | ${total}        |
| Design Power Budget (W)  | Unspecified* |
| Power Budget Margin (W)  | NA           |
| Dynamic (W)              | ${dynamic}        |
| Device Static (W)        | 0.133        |
| Effective TJA (C/W)      | 11.5         |
| Confidence Level         | Low          |
+--------------------------+--------------+
`;

/** `<top>_csynth.rpt`: Vivado HLS has DSP48E, and URAM on UltraScale+ only; Vitis HLS has DSP and URAM. */
export const csynthText = (top: string, used: Used, version: '2018.3' | '2019.2' | '2023.2'): string => {
  const tool = version === '2023.2' ? 'Vitis HLS' : 'Vivado HLS';
  const dsp = version === '2023.2' ? ' DSP ' : ' DSP48E';
  const uram = version === '2018.3' ? '' : ' URAM|';
  const none = version === '2018.3' ? '' : '    0|';
  const dash = version === '2018.3' ? '' : '    -|';
  return `================================================================
== ${tool} Report for '${top}'
================================================================
* Date:           Sat Nov 21 10:00:00 2026

* Version:        ${version} (Build 4029153 on Oct 13 2023)
* Project:        project
* Solution:       solution (Vivado IP Flow Target)
* Product family: zynq
* Target device:  xc7z020-clg400-1


================================================================
== Performance Estimates
================================================================
+ Timing:
    * Summary:
    +--------+----------+----------+------------+
    |  Clock |  Target  | Estimated| Uncertainty|
    +--------+----------+----------+------------+
    |ap_clk  |  10.00 ns|  6.912 ns|     2.70 ns|
    +--------+----------+----------+------------+

+ Latency:
    * Summary:
${
  version === '2018.3'
    ? `    +------+------+------+------+---------+
    |   Latency   |   Interval  | Pipeline|
    |  min |  max |  min |  max |   Type  |
    +------+------+------+------+---------+
    |  3080|  3081|  1024|  1025| dataflow|
    +------+------+------+------+---------+`
    : `    +---------+---------+-----------+-----------+------+------+---------+
    |  Latency (cycles) |   Latency (absolute)  |   Interval  | Pipeline|
    |   min   |   max   |    min    |    max    |  min |  max |   Type  |
    +---------+---------+-----------+-----------+------+------+---------+
    |     3080|     3081| 30.800 us | 30.810 us |  1024|  1025| dataflow|
    +---------+---------+-----------+-----------+------+------+---------+`
}

================================================================
== Utilization Estimates
================================================================
* Summary:
+-----------------+---------+-------+--------+--------+-----+
|       Name      | BRAM_18K|${dsp}|   FF   |   LUT  |${uram}
+-----------------+---------+-------+--------+--------+-----+
|DSP              |        -|      -|       -|       -|${dash}
|Instance         |        4|      5|     384|     751|${dash}
|Register         |        -|      -|     714|       -|${dash}
+-----------------+---------+-------+--------+--------+-----+
|Total            |        ${used.bram}|      ${used.dsp}|    ${used.ff}|    ${used.lut}|${none}
+-----------------+---------+-------+--------+--------+-----+
|Available        |      280|    220|  106400|   53200|${none}
+-----------------+---------+-------+--------+--------+-----+
|Utilization (%)  |        5|      2|       1|      ~0|${none}
+-----------------+---------+-------+--------+--------+-----+
`;
};

/** csynth.rpt of a project: a row for each module, with shares behind the numbers; a star where it is a dataflow. */
export const csynthSummary = (top: string, used: Used, mark: '' | '*' = ''): string => `
================================================================
== Synthesis Summary Report of '${top}'
================================================================
+ General Information:
    * Date:           Sat Nov 21 10:00:00 2026
    * Version:        2022.2 (Build 3670227 on Oct 13 2022)
    * Project:        project
    * Solution:       solution (Vivado IP Flow Target)
    * Product family: zynq
    * Target device:  xc7z020-clg400-1


+ Performance & Resource Estimates:

    PS: '+' for module; 'o' for loop; '*' for dataflow
    +-----------------+------+------+---------+--------+----------+---------+------+----------+---------+----------+-----------+-----------+-----+
    |     Modules     | Issue|      | Latency | Latency| Iteration|         | Trip |          |         |          |           |           |     |
    |     & Loops     | Type | Slack| (cycles)|  (ns)  |  Latency | Interval| Count| Pipelined|   BRAM  |    DSP   |     FF    |    LUT    | URAM|
    +-----------------+------+------+---------+--------+----------+---------+------+----------+---------+----------+-----------+-----------+-----+
    |+ ${top}${mark}          |     -|  0.15|     3081|  3.e+04|         -|     1024|     -|  dataflow|   ${used.bram} (3%)|  ${used.dsp} (15%)|  ${used.ff} (2%)|  ${used.lut} (5%)|    -|
    | + conv1         |     -|  0.15|     1024|  1.e+04|         -|     1024|     -|        no|   4 (1%)|  20 (9%)|  1000 (~0%)|  900 (1%)|    -|
    +-----------------+------+------+---------+--------+----------+---------+------+----------+---------+----------+-----------+-----------+-----+
`;

/** report_utilization -hierarchical: of 7 series without, of UltraScale+ with URAM. */
export const hierarchy = (
  rows: readonly (readonly [depth: number, instance: string, module: string, used: Used])[],
  { plus = false, percent = false } = {},
): string => {
  const share = percent ? '(4.98%)' : '';
  const uram = plus ? ' URAM |' : '';
  const blocks = plus ? 'DSP Blocks' : 'DSP48 Blocks';
  return `${banner('2022.2', 'report_utilization -hierarchical -file reports/impl_1_hierarchical_utilization.rpt', plus ? 'xczu7ev-ffvc1156-2-e' : 'xc7z020clg400-1')}
Utilization Design Information

Table of Contents
-----------------
1. Utilization by Hierarchy

1. Utilization by Hierarchy
---------------------------

+------------------+-------------------+------------+------------+---------+------+-----+--------+--------+------------+
|     Instance     |       Module      | Total LUTs | Logic LUTs | LUTRAMs | SRLs | FFs | RAMB36 | RAMB18 |${uram} ${blocks} |
+------------------+-------------------+------------+------------+---------+------+-----+--------+--------+------------+
${rows
  .map(
    ([depth, instance, module, used]) =>
      `| ${'  '.repeat(depth)}${instance}   |  ${module} | ${used.lut}${share} | ${used.lut}${share} | 0${share} | 0${share} | ${used.ff}${share} | ${Math.floor(used.bram / 2)}${share} | ${used.bram % 2}${share} |${plus ? ' 0 |' : ''} ${used.dsp}${share} |`,
  )
  .join('\n')}
+------------------+-------------------+------------+------------+---------+------+-----+--------+--------+------------+
* Note: The sum of lower-level cells may be larger than their parent cells total, due to cross-hierarchy LUT combining
`;
};

/** Configuration words: dummies, the sync word, and zeros. */
export function configuration(bytes: number, swapped = false): Uint8Array {
  const content = new Uint8Array(bytes);
  content.fill(0xff, 0, 32);
  content.set(swapped ? [0x66, 0x55, 0x99, 0xaa] : [0xaa, 0x99, 0x55, 0x66], 32);
  return content;
}

/** A `.bit` around them, as Vivado writes it. */
export function bitFile(part: string, content: Uint8Array): Uint8Array {
  const field = (key: string, text: string) => [
    ...Buffer.from(key),
    0,
    text.length + 1,
    ...Buffer.from(text),
    0,
  ];
  const length = [24, 16, 8, 0].map((shift) => (content.length >>> shift) & 0xff);
  return Uint8Array.from([
    ...[0, 9, 0x0f, 0xf0, 0x0f, 0xf0, 0x0f, 0xf0, 0x0f, 0xf0, 0, 0, 1],
    ...field('a', 'top;UserID=0XFFFFFFFF;PARTIAL=TRUE;Version=2022.2'),
    ...field('b', part),
    ...field('c', '2026/11/01'),
    ...field('d', '12:00:00'),
    ...[...Buffer.from('e'), ...length],
    ...content,
  ]);
}
