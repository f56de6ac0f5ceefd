/** The C controller as text. */
import batchSource from './exeunt_batch.c';
import batchHeader from './exeunt_batch.h';
import controllerSource from './exeunt_controller.c';
import controllerHeader from './exeunt_controller.h';

/** The controller's files, by path below `runtime/`. */
export const controllerFiles: Readonly<Record<string, string>> = {
  'controller/exeunt_controller.h': controllerHeader,
  'controller/exeunt_controller.c': controllerSource,
  'controller/exeunt_batch.h': batchHeader,
  'controller/exeunt_batch.c': batchSource,
};
