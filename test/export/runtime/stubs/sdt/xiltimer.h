#include "xil_cache.h"
typedef u64 XTime;
void XTime_GetTime(XTime *ticks);
