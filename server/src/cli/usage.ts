export const usage = `exeunt: co-design of early-exit networks and dynamic partial reconfiguration

  exeunt check FILE... [--json]            diagnostics; status 1 if there is an error
  exeunt report FILE [--json] [--html OUT] [--policy serial|overlap|speculate]
                [--second-opinion]         every figure; --html is one self-contained file;
                                           --second-opinion adds what other tools estimate
  exeunt diff OLD NEW [--json]             what changed in the figures between two design files;
                                           status 1 if a budget got worse or there are more errors
  exeunt format FILE... [--check]          the formatter; --check changes nothing, status 1 if it would
  exeunt explore floorplan FILE [--json] [--apply]
                                           the placement with the fewest bytes; --apply writes it
  exeunt import MODEL.onnx [-o FILE] [--board NAME | --part NAME] [--force]
                [--shape [INPUT=]1x3x32x32] [--dim NAME=N]
                                           a design from an ONNX model; sizes that it leaves open
                                           are given by --shape or --dim
  exeunt explore thresholds FILE [--accuracy 98%] [--trace VALIDATION.csv] [--json] [--apply]
                                           the thresholds with the least mean latency that are right often enough
  exeunt export pblocks FILE [-o OUT]      Vivado constraints of the regions (pblocks.xdc)
  exeunt export hls FILE -o DIR [--force] [--random-weights] [--images IDX --labels IDX]
                                           an HLS project for each module, and a software twin of them
                                           that runs the images, or those beside the profile; also of a
                                           design that does not fit its regions or its device yet
  exeunt export vivado FILE -o DIR [--force]
                                           a Vivado project with DFX: scripts, constraints, Makefile
  exeunt export runtime FILE -o DIR [--force]
                                           the program for the board: Linux, PYNQ, bare metal
  exeunt export all FILE -o DIR [--force]  all of it, with one Makefile and README
  exeunt export report FILE -o DIR [--force]
                                           report.html and report.json in a folder
  exeunt profile FILE --data DIR [-o TRACE.csv] [--split train|validation|test] [--samples N] [--json]
                                           runs the model over labelled data: IDX, .npy, .npz, PNG folders;
                                           [--scale 255] [--mean M,..] [--std S,..] prepare it (or preprocess.json
                                           in DIR); [--fetch-onnxruntime] fetches the runtime, 290 MB
  exeunt quantise FILE --data DIR [-o MODEL_int8.onnx] [--samples N] [--test-samples N] [--apply] [--json]
                                           an int8 model of the float one, with the accuracy of both
  exeunt calibrate FILE REPORT... [--json] measured figures beside the estimates, used from then on
  exeunt doctor [FILE] [--json] [--tool NAME=PATH] [--no-run]
                                           which outside tools are there, and what each export lacks
  exeunt lsp --stdio                       the language server for any editor

Exit status: 0 fine, 1 errors in a design, 2 wrong use or a file that cannot be read.
`;
