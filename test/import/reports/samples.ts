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

export const timing = (
  slack: string,
): string => `${banner('2023.2', 'report_timing_summary -file reports/impl_1_timing.rpt', '7z020-clg400')}
Timing Summary Report

------------------------------------------------------------------------------------------------
| Design Timing Summary
| ---------------------
------------------------------------------------------------------------------------------------

    WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)      THS(ns)
    -------      -------  ---------------------  -------------------      -------      -------
      ${slack}        0.000                      0                 9137        0.027        0.000

All user specified timing constraints are met.
`;
