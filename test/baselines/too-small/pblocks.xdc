# The pblock of region rp0 is not legal: see its diagnostic.
