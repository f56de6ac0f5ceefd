/** The C controller as text. */
import batchSource from './exeunt_batch.c';
import buffersSource from './exeunt_buffers.c';
import controllerSource from './exeunt_controller.c';
import controllerHeader from './exeunt_controller.h';
import partedSource from './exeunt_parted.c';
import passageSource from './exeunt_passage.c';
import passageHeader from './exeunt_passage.h';
import tasksSource from './exeunt_tasks.c';

/** The controller's files, by path below `runtime/`. */
export const controllerFiles: Readonly<Record<string, string>> = {
  'controller/exeunt_controller.h': controllerHeader,
  'controller/exeunt_controller.c': controllerSource,
  'controller/exeunt_passage.h': passageHeader,
  'controller/exeunt_passage.c': passageSource,
  'controller/exeunt_parted.c': partedSource,
  'controller/exeunt_tasks.c': tasksSource,
  'controller/exeunt_buffers.c': buffersSource,
  'controller/exeunt_batch.c': batchSource,
};
