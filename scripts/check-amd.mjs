/**
 * Every kernel of the samples and of the test designs, compiled against AMD's own `ap_int` and stream headers, and its
 * testbench run: what the stand-in of the tests says is what a synthesis tool's headers say.
 *
 *     npm run check:amd -- HEADERS_DIR
 *
 * AMD's headers come with Vitis HLS (`include`); those of `ap_int` are at github.com/Xilinx/HLS_arbitrary_Precision_Types,
 * both kinds at github.com/fastmachinelearning/hls4ml, in `hls4ml/templates/vivado/ap_types`.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runTests } from './tests.mjs';

const wanted = ['ap_int.h', 'hls_stream.h'];
const [folder] = process.argv.slice(2);
const missing = folder === undefined ? wanted : wanted.filter((name) => !existsSync(join(folder, name)));
if (folder === undefined || missing.length > 0) {
  console.error(
    `check:amd: ${folder === undefined ? 'name the folder of' : `${resolve(folder)} lacks`} ${missing.join(' and ')}.\n` +
      'The `include` folder of an installed Vitis HLS has them; without one:\n' +
      '  git clone --depth 1 https://github.com/fastmachinelearning/hls4ml\n' +
      '  npm run check:amd -- hls4ml/hls4ml/templates/vivado/ap_types',
  );
  process.exit(2);
}
runTests('test/export/hls/amd-headers.test.ts', { EXEUNT_AMD_HEADERS: resolve(folder) });
