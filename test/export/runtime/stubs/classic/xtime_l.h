#include "xil_cache.h"
typedef u64 XTime;
#define COUNTS_PER_SECOND 325000000
void XTime_GetTime(XTime *ticks);
