/** The C++ layer library as text. */
import concurrent from './include/exeunt_concurrent.hpp';
import decision from './include/exeunt_decision.hpp';
import elements from './include/exeunt_elements.hpp';
import integers from './include/exeunt_integers.hpp';
import loops from './include/exeunt_loops.hpp';
import matrix from './include/exeunt_matrix.hpp';
import pool from './include/exeunt_pool.hpp';
import rounding from './include/exeunt_rounding.hpp';
import simulation from './include/exeunt_simulation.hpp';
import stationary from './include/exeunt_stationary.hpp';
import stream from './include/exeunt_stream.hpp';
import window from './include/exeunt_window.hpp';
import words from './include/exeunt_words.hpp';

/** The layer templates that every kernel includes, by file. */
export const library: Readonly<Record<string, string>> = {
  'exeunt_concurrent.hpp': concurrent,
  'exeunt_decision.hpp': decision,
  'exeunt_elements.hpp': elements,
  'exeunt_integers.hpp': integers,
  'exeunt_loops.hpp': loops,
  'exeunt_matrix.hpp': matrix,
  'exeunt_pool.hpp': pool,
  'exeunt_rounding.hpp': rounding,
  'exeunt_simulation.hpp': simulation,
  'exeunt_stationary.hpp': stationary,
  'exeunt_stream.hpp': stream,
  'exeunt_window.hpp': window,
  'exeunt_words.hpp': words,
};
